import { connect } from 'node:net'

const PATIENCE_MS = 5000

/** Whether an IMAP server on a local port accepts a login. */
export const signsIn = (port: number, name: string, password: string): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    const end = (isIn: boolean) => {
      socket.destroy()
      resolve(isIn)
    }
    let said = ''
    socket.on('data', text => {
      said += text
      const [, answer] = /^a (OK|NO|BAD)\b/m.exec(said) ?? []
      if (answer) end(answer === 'OK')
    })
    socket.setTimeout(PATIENCE_MS, () => end(false))
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
    socket.write(`a LOGIN ${name} ${password}\r\n`)
  })
