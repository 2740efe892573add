import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Callback, createIngestClient, readCallback } from '../src/index.ts'

interface Reply {
  status: number
  body?: object
  headers?: Record<string, string>
}

const seen: { path: string; key: string | undefined; body: unknown }[] = []
let replies: (Reply | 'cut')[] = []
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { url: path = '', headers } = request
  seen.push({ path, key: headers.authorization, body: JSON.parse(Buffer.concat(chunks).toString()) })
  const reply = replies.shift() ?? { status: 202, body: { id: 'msg_1' } }
  if (reply === 'cut') request.socket.destroy()
  else response.writeHead(reply.status, reply.headers).end(JSON.stringify(reply.body ?? {}))
})
let client: ReturnType<typeof createIngestClient>
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = createIngestClient({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey: 'sik_1' })
})
afterAll(() => void server.close())
beforeEach(() => {
  seen.length = 0
  replies = []
})

const message = {
  messageId: 'provider-1',
  contact: { id: '+49' },
  sentAt: '2030-01-01T09:00:00Z',
  content: { type: 'text' as const, text: 'Hello' }
}

describe('what is handed over', () => {
  test('is repeated, unchanged, while the connection breaks or it is asked to come again', async () => {
    replies = ['cut', { status: 503, headers: { 'retry-after': '1' } }]
    expect(await client.postMessage(message)).toEqual({ id: 'msg_1' })
    expect(seen).toEqual(
      Array.from({ length: 3 }, () => ({ path: '/v1/messages', key: 'Bearer sik_1', body: message }))
    )
  })

  test('and is wrong is refused at once, with what is wrong', async () => {
    const issues = [{ path: 'body.sentAt', message: 'must be a time' }]
    replies = [{ status: 400, body: { code: 'malformed', detail: 'Not as described', issues } }]
    const status = { messageId: 'm1', status: 'delivered' as const, at: 'now' }
    await expect(client.postStatus(status)).rejects.toMatchObject({
      ...{ name: 'IngestError', status: 400, code: 'malformed', message: 'Not as described', issues }
    })
    expect(seen).toHaveLength(1)
  })

  test('is given up with the last error when it was tried for long enough', async () => {
    const impatient = createIngestClient({ url: 'http://127.0.0.1:9', apiKey: 'sik_1', retryForMs: 600 })
    await expect(impatient.postMessage(message)).rejects.toThrow()
  })
})

describe('a callback', () => {
  const key = Buffer.alloc(32, 7)
  const secret = `whsec_${key.toString('base64')}`
  const now = Date.parse('2030-01-01T09:00:00Z')
  const body = JSON.stringify({ type: 'message.outbound', data: { messageId: 'm1' } } satisfies {
    type: Callback['type']
    data: object
  })
  const signed = (at: number) => {
    const timestamp = String(at / 1000)
    const signature = createHmac('sha256', key).update(`m1.${timestamp}.${body}`).digest('base64')
    return { 'webhook-id': 'm1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,b3RoZXI= v1,${signature}` }
  }

  test('that is ours is read with its id, as text or bytes', () => {
    expect(readCallback(signed(now), body, secret, now)).toMatchObject({ id: 'm1', data: { messageId: 'm1' } })
    expect(readCallback(signed(now), Buffer.from(body), secret, now).id).toBe('m1')
  })

  test.each([
    ['was changed', signed(now), `${body} `],
    ['is of six minutes ago', signed(now - 360_000), body],
    ['is not signed', {}, body],
    ['has no time', { ...signed(now), 'webhook-timestamp': 'soon' }, body]
  ])('that %s is refused', (_, headers, text) => {
    expect(() => readCallback(headers, text, secret, now)).toThrow(expect.objectContaining({ name: 'CallbackError' }))
  })
})
