import { connect } from 'node:net'

/**
 * Sends `request` over a connection of its own and collects the answer until `complete` recognises it.
 * Rejects when the connection fails, ends early or stays silent for `timeoutMs`, or with what `complete` throws.
 */
export const exchangeBytes = <Answer>(
  address: { host: string; port: number },
  request: Buffer,
  complete: (received: Buffer) => Answer | undefined,
  timeoutMs = 2000
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const socket = connect(address, () => socket.write(request))
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no answer')))
    socket.on('data', chunk => {
      received = Buffer.concat([received, chunk])
      try {
        const answer = complete(received)
        if (answer === undefined) return
        resolve(answer)
        socket.destroy()
      } catch (error) {
        socket.destroy(error as Error)
      }
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('connection closed')))
  })

/** Host and port of a URL; for a MongoDB URL, of its first member. */
export function addressOf(url: string, defaultPort: number): { host: string; port: number } {
  const authority = url.replace(/^[^:]+:\/\//, '').split(/[/?]/)[0] ?? ''
  const member = authority.slice(authority.lastIndexOf('@') + 1).split(',')[0] ?? ''
  const [, host, port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(member) ?? []
  return { host: host || '127.0.0.1', port: Number(port ?? defaultPort) }
}
