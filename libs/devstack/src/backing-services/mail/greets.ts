import { connect } from 'node:net'

const PATIENCE_MS = 2000

/** Whether a server on a local port greets with these words. */
export const greets = (port: number, words: string): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const end = (greeted: boolean) => {
      socket.destroy()
      resolve(greeted)
    }
    socket.setTimeout(PATIENCE_MS, () => end(false))
    socket.once('data', greeting => end(greeting.toString().startsWith(words)))
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
  })
