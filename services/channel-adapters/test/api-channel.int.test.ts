import { createHmac } from 'node:crypto'
import { type CallbackServer, startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Adapters, startAdapters } from './adapters-fixture.ts'
import { aDelivery } from './builders.ts'

const KEY = Buffer.alloc(32, 7)
const secret = `whsec_${KEY.toString('base64')}`
let callback: CallbackServer
let adapters: Adapters
let service: AsyncDisposable & { url: string }
beforeAll(async () => {
  callback = await startCallbackServer()
  adapters = await startAdapters(import.meta.url, { callbackUrl: callback.url, secret })
  service = await adapters.startOne()
}, 60_000)
afterAll(async () => {
  await service?.[Symbol.asyncDispose]()
  await adapters?.[Symbol.asyncDispose]()
  await callback?.[Symbol.asyncDispose]()
})
beforeEach(() => {
  callback.received.length = 0
  callback.answers(() => ({ status: 204 }))
})

const toldOf = (messageId: string) => waitFor(() => adapters.toldOf(messageId)[0], { timeoutMs: 30_000 })

describe('an answer on a channel of kind api', () => {
  test('is posted to its callback address, signed by Standard Webhooks, and reported as sent with the id it has there', async () => {
    callback.answers(() => ({ status: 200, body: '{"providerMessageId":"theirs-1"}' }))
    const thread = { id: 'boots', subject: 'My boots' }
    await adapters.request(aDelivery('c1', 'm1', { thread }))
    expect(await toldOf('m1')).toMatchObject({
      ...{ type: 'delivery.sent', key: 'c1', correlationId: 'trace-m1' },
      data: { messageId: 'm1', conversationId: 'c1', channelId: 'shop', providerMessageId: 'theirs-1' }
    })
    const [{ headers, text, body }] = callback.received as [(typeof callback.received)[0]]
    expect(body).toMatchObject({
      type: 'message.outbound',
      data: {
        ...{ messageId: 'm1', conversationId: 'c1', channelId: 'shop', contact: { id: '+5511', name: 'Zoe' } },
        ...{ thread, content: { type: 'text', text: 'text of m1' } }
      }
    })
    const signed = `m1.${headers['webhook-timestamp']}.${text}`
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`)
    expect(Math.abs(Number(headers['webhook-timestamp']) * 1000 - Date.now())).toBeLessThan(60_000)
  })

  test('to an erased contact is forgotten, even one that still waits, which can no longer be made to leave', async () => {
    const secret = { contact: { id: 'k', externalId: '+SECRET', name: 'SECRET' }, author: { name: 'Ana' } }
    const content = { type: 'text', text: 'SECRET' } as const
    callback.answers(({ id }) => (id === 'gone-2' ? { status: 503 } : { status: 204 }))
    const [sent, waiting] = ['gone-1', 'gone-2'].map(id => aDelivery('gone', id, { ...secret, content }))
    await adapters.request(sent!, waiting!)
    await waitFor(() => callback.ids().includes('gone-2'))
    const raw = { channelId: 'shop', kind: 'api', problems: [], hasProblem: false, expiresAt: new Date(4e12) } as const
    const receivedAt = new Date(Date.now() - 1000)
    await adapters.payloads.insertOne({ _id: 'raw-1', ...raw, receivedAt, body: '{"from":"+SECRET"}' })
    await adapters.payloads.insertOne({ _id: 'raw-2', ...raw, receivedAt, body: '{"from":"+5511"}' })
    await adapters.erase(['+SECRET'], ['gone-1', 'gone-2'])
    await waitFor(async () => !(await adapters.stored('deliveries')).includes('SECRET'), { timeoutMs: 30_000 })
    await waitFor(async () => !(await adapters.stored('payloads')).includes('SECRET'), { timeoutMs: 30_000 })
    expect(await adapters.stored('payloads')).toContain('raw-2')
    callback.received.length = 0
    callback.answers(() => ({ status: 204 }))
    await adapters.request(waiting!, aDelivery('gone', 'gone-3'))
    await toldOf('gone-3')
    expect(callback.ids()).toEqual(['gone-3'])
    expect(adapters.toldOf('gone-2')).toEqual([])
  })

  test('that is requested twice leaves once', async () => {
    const twice = aDelivery('c2', 'm2')
    await adapters.request(twice, twice, aDelivery('c2', 'm2-next'))
    await toldOf('m2-next')
    expect(callback.ids()).toEqual(['m2', 'm2-next'])
    expect(adapters.toldOf('m2')).toHaveLength(1)
  })

  test('that somebody sends again leaves again, under a new id, so that it is not taken for a repetition', async () => {
    callback.answers(({ id }) => (id === 'again' ? { status: 422 } : { status: 204 }))
    await adapters.request(aDelivery('c10', 'again'))
    await toldOf('again')
    const repeated = aDelivery('c10', 'again', { again: 1 })
    await adapters.request(repeated, repeated)
    await waitFor(() => adapters.toldOf('again').some(({ type }) => type === 'delivery.sent'))
    expect(callback.ids()).toEqual(['again', 'again.1'])
    expect(callback.received[1]!.body).toMatchObject({ data: { messageId: 'again' } })
  })

  test('is posted even if it is only a reaction, with the channel’s id of the message that it is about', async () => {
    const to = { messageId: 'm11', providerMessageId: 'theirs-11' }
    await adapters.request(aDelivery('c11', 'm11.reaction-1', { content: { type: 'reaction', to, emoji: '👍' } }))
    expect(await toldOf('m11.reaction-1')).toMatchObject({ type: 'delivery.sent' })
    expect(callback.received[0]!.body).toMatchObject({
      ...{ type: 'reaction.outbound', data: { messageId: 'm11.reaction-1', conversationId: 'c11', to, emoji: '👍' } }
    })
  })

  test('that is refused fails with the reason, and the next one leaves', async () => {
    callback.answers(({ id }) => (id === 'm3' ? { status: 422, body: 'no such number' } : { status: 204 }))
    await adapters.request(aDelivery('c3', 'm3'), aDelivery('c3', 'm3-next'))
    expect((await toldOf('m3')).data).toMatchObject({
      ...{ code: 'refused', error: 'the callback responded with 422: no such number' }
    })
    expect((await toldOf('m3-next')).type).toBe('delivery.sent')
  })

  test('I9: does not leave at the end of its session window', async () => {
    const window = { expiresAt: new Date().toISOString() }
    await adapters.request(aDelivery('c4', 'm4', { window }))
    expect((await toldOf('m4')).data).toMatchObject({ code: 'window-expired' })
    expect(callback.ids()).toEqual([])
  })

  test('that nobody accepts for a day fails', async () => {
    const requestedAt = new Date(Date.now() - 86_400_000).toISOString()
    await adapters.request(aDelivery('c5', 'm5', { requestedAt }))
    expect((await toldOf('m5')).data).toMatchObject({ code: 'undeliverable', error: 'Not accepted within a day' })
  })
})

describe('an adapter that is unavailable', () => {
  test('holds back what follows in the same conversation, in order, and nothing else', async () => {
    let tries = 0
    callback.answers(({ id }) => (id === 'm6' && ++tries < 3 ? { status: 503 } : { status: 204 }))
    await adapters.request(aDelivery('c6', 'm6'), aDelivery('c6', 'm6-next'), aDelivery('c7', 'm7'))
    await toldOf('m6-next')
    const ids = callback.ids()
    expect(ids.filter(id => id !== 'm7')).toEqual(['m6', 'm6', 'm6', 'm6-next'])
    expect(ids.indexOf('m7')).toBeLessThan(ids.lastIndexOf('m6'))
  })

  test('is called again no sooner than it asked for', async () => {
    const at: number[] = []
    callback.answers(() => {
      at.push(performance.now())
      return at.length === 1 ? { status: 429, headers: { 'retry-after': '3' } } : { status: 204 }
    })
    await adapters.request(aDelivery('c8', 'm8'))
    await toldOf('m8')
    expect(at).toHaveLength(2)
    expect(at[1]! - at[0]!).toBeGreaterThan(2900)
  })

  test('that says it is gone is no longer called, which everybody can see, until its channel is changed', async () => {
    callback.answers(() => ({ status: 410 }))
    await adapters.request(aDelivery('c9', 'm9'), aDelivery('c9', 'm9-next'))
    const health = await waitFor(async () => {
      const seen = await adapters.health(service.url)
      return seen.state === 'disconnected' && seen.backlog === 2 && seen
    })
    expect(health.error).toBe('the callback responded with 410')
    expect(await adapters.listedFor('agent', service.url)).toMatchObject([{ state: 'disconnected', backlog: 0 }])
    expect(await adapters.listedFor('supervisor', service.url)).toMatchObject([{ backlog: 2, error: health.error }])
    expect(callback.ids()).toEqual(['m9'])
    callback.answers(() => ({ status: 204 }))
    await adapters.changeChannel({ callbackUrl: callback.url, secret })
    await toldOf('m9-next')
    expect(callback.ids()).toEqual(['m9', 'm9', 'm9-next'])
    expect(await adapters.health(service.url)).toMatchObject({ state: 'connected', backlog: 0 })
    expect(await adapters.listedFor('supervisor', service.url)).toEqual([])
    expect(adapters.states()).toEqual(['disconnected', 'connected'])
  })
})

test('a channel without an address keeps its answers, counts as not set up rather than broken, and delivers them once it has one', async () => {
  callback.answers(() => ({ status: 204 }))
  await adapters.changeChannel({})
  const [known] = await waitFor(async () => {
    const listed = await adapters.listedFor('agent', service.url)
    return listed.length > 0 && listed
  })
  expect(known).toMatchObject({ state: 'connected', notSetUp: true })
  await adapters.request(aDelivery('c10', 'm10'))
  await waitFor(async () => (await adapters.health(service.url)).state === 'disconnected')
  expect(await adapters.listedFor('supervisor', service.url)).toMatchObject([{ notSetUp: true, backlog: 1 }])
  await adapters.changeChannel({ callbackUrl: callback.url, secret })
  await toldOf('m10')
  await waitFor(async () => (await adapters.listedFor('supervisor', service.url)).length === 0)
})

describe('a connection test', () => {
  const tested = async (settings?: Parameters<typeof adapters.changeChannel>[0]) => {
    if (settings) await adapters.changeChannel(settings)
    return (await adapters.asked('POST', '/v1/channels/shop/test', service.url)).body
  }
  afterAll(() => adapters.changeChannel({ callbackUrl: callback.url, secret }))

  test('posts something signed that is not a message, and succeeds if it is accepted', async () => {
    const passed = await tested({ callbackUrl: callback.url, secret })
    expect(passed).toEqual({ ok: true, problems: [] })
    const [{ id, headers, text, body }] = callback.received as [(typeof callback.received)[0]]
    expect(body).toMatchObject({ type: 'connection.test', data: { channelId: 'shop' } })
    const signed = `${id}.${headers['webhook-timestamp']}.${text}`
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`)
  })

  test.each([
    [401, { code: 'unauthorized', setting: 'secret', detail: '401: who are you?' }],
    [404, { code: 'unexpected', setting: 'callbackUrl', detail: '404: who are you?' }]
  ])('explains an answer of %d', async (status, problem) => {
    callback.answers(() => ({ status, body: 'who are you?' }))
    expect(await tested({ callbackUrl: callback.url, secret })).toEqual({ ok: false, problems: [problem] })
  })

  test.each([
    ['nobody is there', 'http://127.0.0.1:9/', /ECONNREFUSED/],
    ['it is not ours to call', 'http://169.254.169.254/latest/meta-data', /neither a public address/]
  ])('says that an address cannot be reached because %s', async (_, callbackUrl, detail) => {
    expect(await tested({ callbackUrl })).toEqual({
      ok: false,
      problems: [{ code: 'unreachable', detail: expect.stringMatching(detail) }]
    })
  })

  test('calls nobody while something is missing', async () => {
    expect(await tested({})).toEqual({ ok: false, problems: [{ code: 'missing', setting: 'callbackUrl' }] })
  })

  test('requires an existing channel', async () => {
    expect((await adapters.asked('POST', '/v1/channels/none/test', service.url)).status).toBe(404)
    const connection = await adapters.asked('GET', '/v1/channels/shop/connection', service.url)
    expect(connection).toEqual({ status: 200, body: { testable: true } })
  })
})

test('I11, I16: messages of a conversation leave in the order in which they were requested', async () => {
  const requestedAt = new Date().toISOString()
  const asked = Array.from({ length: 60 }, (_, n) => aDelivery(`o${n % 3}`, `n${n}`, { requestedAt }))
  await adapters.request(...asked)
  await waitFor(() => callback.received.length === asked.length, { timeoutMs: 30_000 })
  for (const conversation of ['o0', 'o1', 'o2']) {
    const left = callback.received.filter(({ body }) => body.data.conversationId === conversation)
    const expected = asked.filter(({ data }) => data.conversationId === conversation)
    expect(left.map(({ id }) => id)).toEqual(expected.map(({ data }) => data.messageId))
  }
})
