import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { aConversation, anAgent, tokenOf } from './builders.ts'
import { startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGateway(import.meta.url, { GATEWAY_STALLED_MS: 3000, SOCKET_PING_TIMEOUT_MS: 120_000 })
})
afterAll(() => gateway.stop())

/** A WebSocket text frame, as clients send it. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text)
  const mask = randomBytes(4)
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255]
  return Buffer.concat([Buffer.from([0x81, ...length]), mask, payload.map((byte, n) => byte ^ mask[n % 4]!)])
}

/** The open sockets, as the gateway counts them. */
const open = async () => {
  const { body } = await gateway.call('GET', '/metrics')
  return Number(/^gateway_sockets (\d+)$/m.exec(body)?.[1])
}

test('a socket that requests much and reads nothing is closed although it proves life, and nobody else’s is', async () => {
  gateway.world.conversations = Array.from({ length: 1000 }, (_, n) => aConversation(`c${n}`))
  const bystander = await gateway.enter(anAgent('rui'))
  const { hostname, port } = new URL(gateway.url)
  const socket = connect(Number(port), hostname).on('error', () => undefined)
  await once(socket, 'connect')
  const head = ['GET /socket.io/?EIO=4&transport=websocket HTTP/1.1', `Host: ${hostname}:${port}`]
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
  socket.write([...head, ...upgrade, `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`, '', ''].join('\r\n'))
  await once(socket, 'data')
  socket.write(frame(`40${JSON.stringify({ token: await tokenOf(anAgent('ana')) })}`))
  await waitFor(async () => (await open()) === 2)
  socket.pause()

  const asking = setInterval(() => {
    socket.write(frame('3'))
    for (let id = 0; id < 4; id++) socket.write(frame(`42${id}["resume",{"versions":{}}]`))
  }, 100)
  try {
    await waitFor(async () => (await open()) === 1, { timeoutMs: 60_000, describe: 'ended' })
  } finally {
    clearInterval(asking)
    socket.destroy()
  }
  expect(bystander.socket.connected).toBe(true)
}, 90_000)
