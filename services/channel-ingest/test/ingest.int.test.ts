import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import {
  type ChannelWithKeys,
  channelChanged,
  contactIdentified,
  contactLeft,
  type DirectorySnapshot,
  type Envelope,
  editReceived,
  getDirectorySnapshot,
  messageEchoed,
  messageReceived,
  reactionReceived,
  revocationReceived,
  statusReceived,
  uploadMedia
} from '@inbox/contracts'
import { type Caller, createClient, createServiceCallers, route, startHttpServer } from '@inbox/http'
import { ok } from '@inbox/kernel'
import { connectBroker, defineConsumer, newEnvelope, on } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { type FaultProxy, isolate, startFaultProxy, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { start } from '../src/service.ts'

const secret = 'a secret that only these tests know, of some length'
const key = 'sik_test_key'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const channel: ChannelWithKeys = {
  id: 'wa',
  version: 1,
  kind: 'whatsapp',
  name: 'WhatsApp',
  departmentId: 'sales',
  session: { kind: 'window' },
  settings: {},
  active: true,
  keys: [
    { id: 'k1', sha256: sha256(key) },
    { id: 'k2', sha256: sha256('expired'), expiresAt: '2020-01-01T00:00:00.000Z' }
  ]
}
const snapshot: DirectorySnapshot = { departments: [], agents: [], channels: [channel] }

const stack = new AsyncDisposableStack()
const logger = createLogger('test', 'silent')
const received: Envelope[] = []
const uploads: Caller[] = []
let url: string
let proxy: FaultProxy
let announce: (channel: ChannelWithKeys) => Promise<void>

beforeAll(async () => {
  const stores = stack.use(await isolate(import.meta.url))
  proxy = stack.use(await startFaultProxy(stores.rabbitmqUrl))
  const directory = stack.use(
    await startHttpServer({
      port: 0,
      host: '127.0.0.1',
      logger,
      notReady: () => [],
      authenticate: createServiceCallers(secret, 'required'),
      routes: [route(getDirectorySnapshot, async () => ok(snapshot))]
    })
  )
  const media = stack.use(
    await startHttpServer({
      ...{ port: 0, host: '127.0.0.1', logger, notReady: () => [] },
      authenticate: createServiceCallers(secret, 'required'),
      routes: [
        route(uploadMedia, async ({ caller, query: { name }, request }) => {
          const size = Buffer.concat(await request.toArray()).length
          const mimeType = String(request.headers['content-type'])
          uploads.push(caller)
          return ok({ ...{ id: 'f1', sha256: '', mimeType, size }, ...(name && { name }) })
        })
      ]
    })
  )
  const broker = stack.use(
    connectBroker({ url: stores.rabbitmqUrl, service: 'directory', publishes: [channelChanged], logger })
  )
  stack.use(
    broker.consume(
      defineConsumer({
        name: 'directory.watching',
        prefetch: 1000,
        handlers: [
          messageReceived,
          messageEchoed,
          contactIdentified,
          statusReceived,
          reactionReceived,
          editReceived,
          revocationReceived,
          contactLeft
        ].map(type => on(type, async envelope => void received.push(envelope)))
      })
    )
  )
  await broker.whenReady()
  announce = changed =>
    broker.publish(
      channelChanged,
      newEnvelope(channelChanged, {
        key: changed.id,
        version: changed.version,
        occurredAt: new Date(),
        correlationId: 'test',
        data: { channel: changed }
      })
    )
  const service = stack.use(
    await start({
      HOST: '127.0.0.1',
      RABBITMQ_URL: proxy.url,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
      SERVICE_TOKEN_SECRET: secret,
      SERVICE_AUTH: 'required',
      CHANNEL_INGEST_PORT: 0,
      DIRECTORY_URL: directory.url,
      MEDIA_URL: media.url,
      INGEST_CALLS_PER_SECOND: 10_000,
      INGEST_CALLS_PER_SECOND_PER_ADDRESS: 10_000,
      TRUSTED_PROXIES: [],
      CONNECTIONS_PER_ADDRESS: 1000
    })
  )
  url = service.url
  await waitFor(async () => (await fetch(`${url}/readyz`)).ok)
})
afterAll(() => stack.disposeAsync())

let count = 0
const message = (change: object = {}) => {
  count += 1
  return {
    messageId: `m${count}`,
    contact: { id: '+55' },
    sentAt: new Date().toISOString(),
    content: { type: 'text', text: 'hi' },
    ...change
  }
}
async function post(path: string, body: unknown, apiKey = key) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body)
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
}
const dataOf = (messageId: string) =>
  received.filter(({ data }) => (data as { providerMessageId?: string }).providerMessageId === messageId)

describe('a file of a contact', () => {
  const bytes = Buffer.alloc(300_000, 7)
  const expected = { id: 'f1', mimeType: 'image/png', name: 'a cat.png', size: bytes.length }

  it('is kept for the channel whose adapter uploads it with the key', async () => {
    const answer = await fetch(`${url}/v1/media?name=a%20cat.png`, {
      ...{ method: 'POST', body: bytes },
      headers: { 'content-type': 'image/png', authorization: `Bearer ${key}` }
    })
    expect([answer.status, await answer.json()]).toEqual([201, expect.objectContaining(expected)])
    expect(uploads.pop()).toEqual({ kind: 'channel', id: channel.id })
  })

  it.each([
    ['as it arrives', () => ({ content: Readable.from([bytes.subarray(0, 9), bytes.subarray(9)]) })],
    ['of known size', () => ({ content: Readable.from([bytes]), size: bytes.length })],
    ['at once', () => ({ content: bytes })]
  ])('is kept for the channel that channel-adapters names, without a key: %s', async (_, body) => {
    const ingest = createClient({ baseUrl: url, service: 'channel-adapters', secret })
    const sent = { query: { name: 'a cat.png' }, channelId: channel.id, bytes: { ...body(), mimeType: 'image/png' } }
    expect(await ingest.call(uploadMedia, sent)).toMatchObject({ ok: true, value: expected })
    expect(uploads.pop()).toEqual({ kind: 'channel', id: channel.id })
    expect(
      await ingest.call(uploadMedia, { ...sent, channelId: 'unknown', bytes: { ...body(), mimeType: '' } })
    ).toEqual({ ok: false, error: expect.objectContaining({ status: 401 }) })
  })
})

describe('the how-to for adapters', () => {
  const address = new URL('../../../docs/how-to/write-a-channel-adapter.md', import.meta.url)
  // each begins a line with curl, or stands between backticks, and ends where its answer or the block does
  const commands = readFileSync(address, 'utf8').match(
    /(?<=^|`)curl .*127\.0\.0\.1:4101[\s\S]*?(?=\n(curl|HTTP\/|```)|`)/gm
  )!
  const named = commands.map(command => [/\/v1\/\w+/.exec(command)![0], command] as const)

  it('has a command for all that adapters post', () => {
    const paths = ['messages', 'media', 'reactions', 'edits', 'revocations', 'typing', 'echoes', 'statuses']
    expect(new Set(named.map(([path]) => path))).toEqual(new Set(paths.map(path => `/v1/${path}`)))
  })

  it.each(named)('has a command that works: %s', async (path, command) => {
    const here = command.replace('http://127.0.0.1:4101', url).replace('@cat.jpg', '@-')
    const options = { env: { ...process.env, KEY: key } }
    const run = promisify(execFile)('sh', ['-c', `${here} -s -o /dev/null -w '%{http_code}'`], options)
    run.child.stdin?.end('\xff\xd8')
    expect((await run).stdout).toMatch(path === '/v1/media' ? /201$/ : /202$/)
  })
})

describe('what a contact does to a message', () => {
  const later = new Date(Date.now() + 3_600_000).toISOString()
  it.each([
    ['/v1/reactions', reactionReceived, { contact: { id: '+55' }, emoji: '👍' }, { contactId: '+55', emoji: '👍' }],
    ['/v1/reactions', reactionReceived, { contact: { id: '+55' } }, { contactId: '+55' }],
    ['/v1/edits', editReceived, { content: { type: 'text', text: 'new' } }, { content: { type: 'text', text: 'new' } }],
    ['/v1/revocations', revocationReceived, {}, {}]
  ])('is told with its channel, and never of the future: %s', async (path, { type }, given, expected) => {
    const { messageId } = message()
    expect((await post(path, { messageId, ...given, at: later })).status).toBe(202)
    const told = await waitFor(() => received.find(each => each.type === type && each.key === messageId))
    expect(told.data).toMatchObject({ channelId: channel.id, messageId, ...expected })
    expect(Date.parse((told.data as { at: string }).at)).toBeLessThan(Date.parse(later))
  })

  it.each([
    ['/v1/reactions', { emoji: '👍' }, 'body.contact'],
    ['/v1/reactions', { contact: { id: '+55' }, emoji: '\u200b' }, 'body.emoji'],
    ['/v1/edits', {}, 'body.content'],
    ['/v1/revocations', { contact: { id: '+55' } }, 'body']
  ])('is refused with what is wrong: %s %j', async (path, given, where) => {
    const { status, body } = await post(path, { messageId: 'm', at: later, ...given })
    expect([status, body.issues[0].path]).toEqual([400, where])
  })
})

describe('another name of a contact', () => {
  it('is told with both names; a message tells the others of its sender', async () => {
    const { status } = await post('/v1/identities', { contactId: '+5512', newId: 'BR.12' })
    expect(status).toBe(202)
    const told = await waitFor(() => received.find(({ type }) => type === 'contact.identified'))
    expect(told.data).toMatchObject({ channelId: channel.id, contactId: '+5512', newId: 'BR.12' })
    const sent = message({ contact: { id: 'BR.12', aliases: ['+5512', 'not one'] } })
    const { body } = await post('/v1/messages', sent)
    expect(body.warnings).toMatchObject([{ path: 'body.contact.aliases.1' }])
    const event = await waitFor(() => dataOf(sent.messageId)[0])
    expect((event.data as { contact: object }).contact).toEqual({ id: 'BR.12', aliases: ['+5512'] })
  })

  it.each([
    [{ contactId: '+5512' }, 'body.newId'],
    [{ contactId: '+5512', newId: 'two words' }, 'body.newId'],
    [{ contactId: '+5512', newId: 'a', name: 'Bia' }, 'body']
  ])('is refused with what is wrong: %j', async (given, path) => {
    const { status, body } = await post('/v1/identities', given)
    expect([status, body.issues[0].path]).toEqual([400, path])
  })
})

describe('what was answered elsewhere', () => {
  it.each([
    ['Ana', 'Ana'],
    [undefined, undefined],
    [7, undefined]
  ])('is told with our id of it and who wrote it, if that is a name: %s', async (author, told) => {
    const { messageId, ...rest } = message({ ...(author !== undefined && { author }) })
    const answer = await post('/v1/echoes', { messageId, ...rest })
    expect([answer.status, answer.body.warnings?.[0].path]).toEqual([202, author === 7 ? 'body.author' : undefined])
    const event = await waitFor(() =>
      received.find(({ type, key }) => type === 'message.echoed' && key === answer.body.id)
    )
    expect(event.data).toMatchObject({ providerMessageId: messageId, channelId: channel.id, contactId: '+55' })
    expect((event.data as { author?: string }).author).toBe(told)
  })
})

describe('a message', () => {
  it.each([
    { type: 'sticker', url: 'https://cdn.example/s', mimeType: 'image/webp' },
    { type: 'interactive', title: 'Yes', id: 'button 1' },
    { type: 'order', items: [{ id: 'sku-1', quantity: 2, price: 9.5 }], currency: 'BRL' },
    { type: 'unsupported', what: 'poll' }
  ])('may be whatever a channel knows: %j', async content => {
    const posted = message({ content })
    expect((await post('/v1/messages', posted)).status).toBe(202)
    await waitFor(() => dataOf(posted.messageId)[0])
    expect(dataOf(posted.messageId)[0]).toMatchObject({ data: { content } })
  })

  it('is no template: that is what only we send', async () => {
    const content = { type: 'template', name: 'a', language: 'en', components: [], text: 'a' }
    const { status, body } = await post('/v1/messages', message({ content }))
    expect([status, body.issues[0].path]).toEqual([400, 'body.content.type'])
  })

  it('is answered 202 when the broker holds it, with everything that others need in the event', async () => {
    const thread = { id: 'boots', subject: 'My boots' }
    const sent = message({ contact: { id: '+55', name: 'Bia', attributes: { plan: 'gold' } }, thread })
    const { status, body } = await post('/v1/messages', sent)
    expect(status).toBe(202)
    const event = await waitFor(() => dataOf(sent.messageId)[0])
    expect(event.data).toMatchObject({
      messageId: body.id,
      departmentId: 'sales',
      channel: { id: 'wa', session: { kind: 'window' } },
      contact: sent.contact,
      thread
    })
  })

  it('I8: has the same id whenever it is repeated, and another on another channel', async () => {
    const sent = message()
    const answers = await Promise.all([post('/v1/messages', sent), post('/v1/messages', sent)])
    expect(answers[0]?.body).toEqual(answers[1]?.body)
    await announce({ ...channel, id: 'wa2', keys: [{ id: 'k', sha256: sha256('other') }] })
    const other = await waitFor(async () => {
      const answer = await post('/v1/messages', sent, 'other')
      return answer.status === 202 ? answer : undefined
    })
    expect(other.body.id).not.toBe(answers[0]?.body.id)
  })

  it('from the future counts as sent now', async () => {
    const sent = message({ sentAt: '2099-01-01T00:00:00.000Z' })
    await post('/v1/messages', sent)
    const event = await waitFor(() => dataOf(sent.messageId)[0])
    expect(Date.parse((event.data as { sentAt: string }).sentAt)).toBeLessThanOrEqual(Date.now())
  })

  it.each([
    ['without content', { content: undefined }, 'body.content'],
    ['with text over 64 KiB', { content: { type: 'text', text: 'é'.repeat(40_000) } }, 'body.content.text'],
    ['with an operator for an id', { messageId: { $gt: '' } }, 'body.messageId'],
    ['with an unknown field', { more: 1 }, 'body'],
    ['with a hint that nothing follows', { conversationHint: 'c1' }, 'body'],
    ['with a thread that has no name', { thread: { subject: 'My boots' } }, 'body.thread.id'],
    ['with a thread of which nothing can be seen', { thread: { id: 't', subject: '\u3164' } }, 'body.thread.subject'],
    ['with an unknown fact about its sender', { contact: { id: 'x', shoeSize: 44 } }, 'body.contact'],
    ['for an unknown department', { departmentId: 'nowhere' }, 'body.departmentId'],
    ['of no known time', { sentAt: 'yesterday' }, 'body.sentAt']
  ])('%s is refused with the path', async (_what, change, path) => {
    const sent = message(change)
    const { status, body } = await post('/v1/messages', sent)
    expect(status).toBe(400)
    expect(body.issues.map((issue: { path: string }) => issue.path)).toContain(path)
  })

  it('is never refused over a fact about its sender: what cannot be kept is left out, and told in the answer', async () => {
    const odd = {
      name: '\u3164',
      email: 'none',
      phone: '',
      avatarUrl: 'ftp://x',
      attributes: { plan: 'gold', constructor: 1 }
    }
    const [single, inBatch] = [odd, odd].map(facts => message({ contact: { id: '+55', ...facts } }))
    const fine = message({ contact: { id: '+55', email: 'bounce+a=b@example.org' } })
    const paths = ['name', 'email', 'phone', 'avatarUrl', 'attributes.constructor'].map(fact => `body.contact.${fact}`)
    const warnings = paths.map(path => ({ path, message: expect.stringContaining('left out') }))
    expect(await post('/v1/messages', single)).toMatchObject({ status: 202, body: { warnings } })
    const { body } = await post('/v1/messages/batch', { messages: [inBatch, fine] })
    expect(body.results).toMatchObject([{ messageId: inBatch!.messageId, warnings }, { messageId: fine.messageId }])
    expect(body.results[1]).not.toHaveProperty('warnings')
    for (const { messageId } of [single!, inBatch!]) {
      const event = await waitFor(() => dataOf(messageId)[0])
      expect(event.data).toMatchObject({ contact: { id: '+55', attributes: { plan: 'gold' } } })
    }
  })

  it('with a medium of whatever type is taken, and of nothing but invisible characters, too', async () => {
    const url = 'https://cdn.example/1'
    const [voice, file, blank] = [
      message({ content: { type: 'audio', url, mimeType: 'Audio/OGG; codecs=opus' } }),
      message({ content: { type: 'file', url, name: 'photo\u202egnp.exe' } }),
      message({ content: { type: 'text', text: '\u200b' } })
    ]
    for (const sent of [voice, file, blank]) expect((await post('/v1/messages', sent)).status).toBe(202)
    const contentOf = async ({ messageId }: { messageId: string }) =>
      ((await waitFor(() => dataOf(messageId)[0])).data as { content: object }).content
    expect(await contentOf(voice!)).toMatchObject({ mimeType: 'audio/ogg; codecs=opus' })
    expect(await contentOf(file!)).toEqual({
      type: 'file',
      url,
      mimeType: 'application/octet-stream',
      name: 'photognp.exe'
    })
    expect(await contentOf(blank!)).toEqual({ type: 'text', text: '\u200b' })
  })

  it('has a place among those of its second: they are received in the order in which they were posted', async () => {
    const contact = { id: 'hurried' }
    const sentAt = '2026-01-01T09:00:00Z'
    const batch = Array.from({ length: 50 }, () => message({ contact, sentAt }))
    await post('/v1/messages/batch', { messages: batch })
    const after = message({ contact, sentAt })
    await post('/v1/messages', after)
    await waitFor(() => dataOf(after.messageId)[0])
    const times = [...batch, after].map(
      ({ messageId }) => (dataOf(messageId)[0]!.data as { receivedAt: string }).receivedAt
    )
    expect(new Set(times).size).toBe(51)
    expect(times).toEqual([...times].sort())
  })

  it.each(['', 'unknown', 'expired'])('with the key "%s" is 401', async apiKey => {
    expect(await post('/v1/messages', message(), apiKey)).toMatchObject({ status: 401 })
  })
})

describe('a batch', () => {
  it('judges each message by itself, in order', async () => {
    const [good, bad, last] = [message(), message({ content: { type: 'text' } }), message()]
    const { status, body } = await post('/v1/messages/batch', { messages: [good, bad, last] })
    expect(status).toBe(202)
    expect(body.results).toMatchObject([
      { messageId: good.messageId, id: expect.any(String) },
      { messageId: bad.messageId, error: { status: 400 } },
      { messageId: last.messageId, id: expect.any(String) }
    ])
  })

  it('tells of whatever is no message that it is none, and does not fail by it', async () => {
    const bad = [
      { messageId: { toString: 1 } },
      { messageId: ['m'] },
      { messageId: 'x'.repeat(1000) },
      null,
      [],
      'm',
      7
    ]
    const { status, body } = await post('/v1/messages/batch', { messages: bad })
    expect([status, body.results]).toMatchObject([202, bad.map(() => ({ messageId: null, error: { status: 400 } }))])
  })

  it('of more than 500 is refused', async () => {
    expect(await post('/v1/messages/batch', { messages: Array.from({ length: 501 }, () => message()) })).toMatchObject({
      status: 400
    })
  })
})

describe('a status', () => {
  it('goes on as an event of its channel', async () => {
    const at = new Date().toISOString()
    const status = { messageId: 'out-1', status: 'read', at }
    expect(await post('/v1/statuses', { ...status, contact: { id: 'bia' } })).toMatchObject({ status: 202 })
    const event = await waitFor(() =>
      received.find(({ type, key }) => type === 'message.statusReceived' && key === status.messageId)
    )
    expect(event.data).toEqual({ ...status, channelId: 'wa', contactId: 'bia' })
  })
})

describe('a departure', () => {
  const at = new Date().toISOString()
  const departure = { contact: { id: 'visitor-1' }, at, afterMessageId: 'm-1' }

  it('of a visitor goes on as an event, after the message that was their last', async () => {
    const site = { ...channel, id: 'site', kind: 'webchat', session: { kind: 'attended' } } as const
    await announce({ ...site, keys: [{ id: 'k', sha256: sha256('site') }] })
    await waitFor(async () => (await post('/v1/departures', departure, 'site')).status === 202)
    const event = await waitFor(() => received.find(({ type }) => type === 'contact.left'))
    const last = await post('/v1/messages', message({ messageId: 'm-1' }), 'site')
    expect(event.data).toEqual({ channelId: 'site', contactId: 'visitor-1', at, afterMessageId: last.body.id })
  })

  it('is refused where one is answered later, too', async () => {
    expect(await post('/v1/departures', departure)).toMatchObject({ status: 422, body: { code: 'unprocessable' } })
  })
})

describe('keys follow the directory', () => {
  it('a channel that is switched off is 401 at once', async () => {
    await announce({ ...channel, id: 'wa3', keys: [{ id: 'k', sha256: sha256('third') }] })
    await waitFor(async () => (await post('/v1/messages', message(), 'third')).status === 202)
    await announce({ ...channel, id: 'wa3', version: 2, active: false, keys: [{ id: 'k', sha256: sha256('third') }] })
    await waitFor(async () => (await post('/v1/messages', message(), 'third')).status === 401)
  })
})

// last: takes the broker away
describe('without a broker that confirms', () => {
  it('I8: answers 503 with Retry-After, never 202, and takes messages again by itself', async () => {
    proxy.refuse()
    proxy.cut()
    const { status, headers } = await post('/v1/messages', message())
    expect([status, headers.get('retry-after')]).toEqual([503, '1'])
    expect((await post('/v1/messages/batch', { messages: [message()] })).status).toBe(503)
    proxy.heal()
    await waitFor(async () => (await post('/v1/messages', message())).status === 202, { timeoutMs: 30_000 })
  })
})
