import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

interface Entrance {
  auth: object
  /** For example `/webchat,`; empty = the main namespace. */
  namespace?: string
  /** The event with which the server ends its greeting. */
  welcome: string
}

/**
 * A minimal Socket.IO client that costs the measurement little: answers pings, and passes each event's text to
 * `onEvent`.
 */
export async function openRawSocket(
  url: string,
  { auth, namespace = '', welcome }: Entrance,
  onEvent: (text: string) => void
): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  const entered = Promise.withResolvers<void>()
  socket.once('error', entered.reject)
  socket.once('close', () => entered.reject(new Error('closed')))
  socket.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`
  )
  let upgraded = false
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', chunk => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    if (!upgraded) {
      const end = rest.indexOf('\r\n\r\n')
      if (end < 0) return
      upgraded = true
      rest = rest.subarray(end + 4)
    }
    for (let frame = frameOf(rest); frame; frame = frameOf(rest)) {
      rest = frame.rest
      const text = frame.text
      // Engine.IO: 0 open, 2 ping; after 4, Socket.IO: 0 connected, 2 event
      if (text[0] === '0') socket.write(masked(`40${namespace}${JSON.stringify(auth)}`))
      else if (text === '2') socket.write(masked('3'))
      else if (text.startsWith(`42${namespace}["${welcome}"`)) entered.resolve()
      else if (text.startsWith('42')) onEvent(text)
      else if (text.startsWith('44')) entered.reject(new Error(text))
    }
  })
  await entered.promise
  return socket
}

/** The first complete frame in what a server sent, which is never masked or fragmented. */
function frameOf(bytes: Buffer): { text: string; rest: Buffer } | undefined {
  if (bytes.length < 2) return undefined
  const short = bytes[1]! & 0x7f
  const head = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < head) return undefined
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  if (bytes.length < head + length) return undefined
  return { text: bytes.toString('latin1', head, head + length), rest: bytes.subarray(head + length) }
}

/** A text frame of at most 65,535 bytes, masked with zeros. */
function masked(text: string): Buffer {
  const { length } = text
  const head = length < 126 ? Buffer.from([0x81, 0x80 | length]) : Buffer.from([0x81, 0xfe, length >> 8, length & 0xff])
  return Buffer.concat([head, Buffer.alloc(4), Buffer.from(text, 'latin1')])
}
