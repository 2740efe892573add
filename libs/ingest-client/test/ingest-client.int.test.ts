import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { operations } from '@inbox/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Callback, createIngestClient, readCallback } from '../src/index.ts'

interface Reply {
  status: number
  body?: object
  headers?: Record<string, string>
}

const seen: { path: string; key: string | undefined; body: unknown }[] = []
const uploads: { type: string | undefined; bytes: Buffer }[] = []
let replies: (Reply | 'cut')[] = []
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { url: path = '', headers } = request
  const bytes = Buffer.concat(chunks)
  const isJson = headers['content-type'] === 'application/json'
  if (!isJson) uploads.push({ type: headers['content-type'], bytes })
  seen.push({ path, key: headers.authorization, body: isJson ? JSON.parse(bytes.toString()) : undefined })
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

describe('what is posted', () => {
  test('is retried, unchanged, while the connection breaks or the server asks for a retry', async () => {
    replies = ['cut', { status: 503, headers: { 'retry-after': '1' } }]
    expect(await client.postMessage(message)).toEqual({ id: 'msg_1' })
    expect(seen).toEqual(
      Array.from({ length: 3 }, () => ({ path: '/v1/messages', key: 'Bearer sik_1', body: message }))
    )
  })

  test('and invalid is refused at once, with the error', async () => {
    const issues = [{ path: 'body.sentAt', message: 'must be a time' }]
    replies = [{ status: 400, body: { code: 'malformed', detail: 'Not as described', issues } }]
    const status = { messageId: 'm1', status: 'delivered' as const, at: 'now' }
    await expect(client.postStatus(status)).rejects.toMatchObject({
      ...{ name: 'IngestError', status: 400, code: 'malformed', message: 'Not as described', issues }
    })
    expect(seen).toHaveLength(1)
  })

  test('is given up with the last error after trying for long enough', async () => {
    const impatient = createIngestClient({ url: 'http://127.0.0.1:9', apiKey: 'sik_1', retryForMs: 600 })
    await expect(impatient.postMessage(message)).rejects.toThrow()
  })
})

describe('everything else that is reported', () => {
  const at = '2030-01-01T09:00:00Z'
  const contact = { id: '+49' }
  const { messageId } = message
  test.each<[string, object, () => Promise<unknown>]>([
    ['/v1/echoes', message, () => client.postEcho(message)],
    [
      '/v1/reactions',
      { messageId, contact, emoji: '👍', at },
      () => client.postReaction({ messageId, contact, emoji: '👍', at })
    ],
    [
      '/v1/edits',
      { messageId, content: message.content, at },
      () => client.postEdit({ messageId, content: message.content, at })
    ],
    [
      '/v1/identities',
      { contactId: '+49', newId: 'BR.1' },
      () => client.postIdentity({ contactId: '+49', newId: 'BR.1' })
    ],
    ['/v1/revocations', { messageId, at }, () => client.postRevocation({ messageId, at })],
    [
      '/v1/departures',
      { contact, at, afterMessageId: 'provider-1' },
      () => client.postDeparture({ contact, at, afterMessageId: 'provider-1' })
    ],
    ['/v1/typing', { contact, typing: true }, () => client.postTyping('+49')]
  ])('goes to %s as the contract requires', async (path, body, call) => {
    await call()
    expect(seen).toEqual([{ path, key: 'Bearer sik_1', body }])
    expect(operations.find(operation => operation.path === path)?.body.safeParse(body).error).toBeUndefined()
  })

  test('is answered for each message of a batch', async () => {
    const results = [
      { messageId: 'provider-1', id: 'msg_1' },
      { messageId: null, error: { status: 400 } }
    ]
    replies = [{ status: 202, body: { results } }]
    expect(await client.postMessages([message, message])).toEqual(results)
    expect(seen).toMatchObject([{ path: '/v1/messages/batch', body: { messages: [message, message] } }])
  })

  test('is retried except for typing, which is no longer true later', async () => {
    replies = [{ status: 503 }, { status: 202 }]
    await expect(client.postTyping('+49', false)).rejects.toMatchObject({ status: 503 })
    expect(seen).toHaveLength(1)
  })

  test('a file is uploaded byte by byte, again if that breaks off', async () => {
    uploads.length = 0
    replies = ['cut', { status: 201, body: { id: 'f1', mimeType: 'image/jpeg', size: 3 } }]
    const bytes = Buffer.of(1, 0, 255)
    expect(await client.uploadMedia({ bytes, name: 'my cat.jpg', mimeType: 'image/jpeg' })).toMatchObject({ id: 'f1' })
    expect(seen.map(({ path }) => path)).toEqual(Array(2).fill('/v1/media?name=my+cat.jpg'))
    expect(uploads).toEqual(Array(2).fill({ type: 'image/jpeg', bytes }))
  })
})

describe('a file', () => {
  const taken = { status: 201, body: { id: 'f1', mimeType: 'text/plain', size: 3 } }

  test('that is a Blob is uploaded byte by byte, again if that breaks off', async () => {
    uploads.length = 0
    replies = ['cut', taken]
    const bytes = new Blob(['one ', 'two'])
    expect(await client.uploadMedia({ bytes, mimeType: 'text/plain' })).toMatchObject({ id: 'f1' })
    expect(uploads).toEqual(Array(2).fill({ type: 'text/plain', bytes: Buffer.from('one two') }))
  })

  test('that nobody accepts in time is given up as late', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const impatient = createIngestClient({ url, apiKey: 'sik_1', retryForMs: 0, uploadTimeoutMs: 50 })
    await expect(impatient.uploadMedia({ bytes: Buffer.alloc(1) })).rejects.toMatchObject({ name: 'TimeoutError' })
    silent.closeAllConnections()
    silent.close()
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

  test('from us is read with its id, as text or bytes', () => {
    expect(readCallback(signed(now), body, secret, now)).toMatchObject({ id: 'm1', data: { messageId: 'm1' } })
    expect(readCallback(signed(now), Buffer.from(body), secret, now).id).toBe('m1')
  })

  test.each([
    ['was changed', signed(now), `${body} `],
    ['is six minutes old', signed(now - 360_000), body],
    ['is not signed', {}, body],
    ['has no time', { ...signed(now), 'webhook-timestamp': 'soon' }, body]
  ])('that %s is refused', (_, headers, text) => {
    expect(() => readCallback(headers, text, secret, now)).toThrow(expect.objectContaining({ name: 'CallbackError' }))
  })
})
