import { createHmac } from 'node:crypto'
import {
  conversationClosed,
  conversationInactivated,
  conversationOffered,
  conversationParked,
  conversationQueued,
  conversationResumed,
  conversationStarted,
  type WebhookDelivery,
  type WebhookEventType,
  webhookPayload
} from '@inbox/contracts'
import { type CallbackServer, startCallbackServer } from '@inbox/simulators'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Adapters, startAdapters } from './adapters-fixture.ts'
import { aContactChange, aRating, aSaid, aStatus, aStep } from './builders.ts'

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`
let receiver: CallbackServer
let adapters: Adapters
let service: AsyncDisposable & { url: string }
beforeAll(async () => {
  receiver = await startCallbackServer()
  adapters = await startAdapters(import.meta.url, {})
  service = await adapters.startOne()
}, 60_000)
afterAll(async () => {
  await service?.[Symbol.asyncDispose]()
  await adapters?.[Symbol.asyncDispose]()
  await receiver?.[Symbol.asyncDispose]()
})
beforeEach(() => {
  receiver.received.length = 0
  receiver.answers(() => ({ status: 204 }))
})

/** Registers a webhook, and waits until the process knows of it and receives events. */
async function registered(id: string, more: Parameters<Adapters['setWebhook']>[0] | object = {}) {
  await adapters.setWebhook({ id, url: receiver.url, secrets: [{ secret: secretOf(1) }], ...more })
  await adapters.hearsFor(id, service.url)
}
const ask = async (method: 'GET' | 'POST', path: string) => adapters.asked(method, path, service.url)
const logOf = async (id: string, query = '') =>
  ((await ask('GET', `/v1/webhooks/${id}/deliveries?limit=100${query}`)).body as { items: WebhookDelivery[] }).items
/** What was posted to the webhook with this id. */
const postedTo = (id: string) => receiver.received.filter(each => each.id.startsWith(`${id}.`))
const typesTo = (id: string): WebhookEventType[] => postedTo(id).map(({ body }) => body.type)
const gone = (id: string) => adapters.setWebhook({ id, active: false, deleted: true })

describe('a webhook', () => {
  test('is sent each event that it asks for, in the published form, no more and no less', async () => {
    await registered('all')
    await registered('few', { events: ['message.received'] })
    await adapters.tell(
      aStep(conversationQueued, 'c1', 'queued', null),
      aSaid('c1', 'm1'),
      aStep(conversationOffered, 'c1', 'offered', 'queued'),
      aStep(conversationStarted, 'c1', 'ongoing', 'offered'),
      aSaid('c1', 'm2', { direction: 'outbound', author: { kind: 'agent', id: 'ana', name: 'Ana' } }),
      aStep(conversationParked, 'c1', 'pending', 'ongoing'),
      aStep(conversationResumed, 'c1', 'ongoing', 'pending'),
      aStep(conversationInactivated, 'c1', 'inactive', 'ongoing'),
      aStep(conversationClosed, 'c1', 'closed', 'inactive'),
      aRating('c1', 4),
      aStatus('c1', 'm2', 'read'),
      aContactChange('c1', 'Zoe Lima')
    )
    await waitFor(() => postedTo('all').length === 13 && postedTo('few').length === 1, { timeoutMs: 30_000 })
    expect(typesTo('few')).toEqual(['message.received'])
    expect(typesTo('all').filter(type => type !== 'message.status')).toEqual([
      ...['conversation.created', 'conversation.queued', 'message.received', 'conversation.offered'],
      ...['conversation.started', 'message.sent', 'conversation.parked', 'conversation.started'],
      ...['conversation.inactive', 'conversation.closed', 'conversation.rated', 'contact.changed']
    ])
    for (const { body } of receiver.received) {
      expect(webhookPayload(body.type).parse(body)).toEqual(body)
      expect(JSON.stringify(body)).not.toMatch(/for supervisors|excludedAgentIds|firstResponseMs/)
    }
    expect(postedTo('few')[0]!.body).toMatchObject({
      ...{ type: 'message.received', version: 1, timestamp: '2030-01-02T03:04:05.678Z' },
      data: {
        conversation: { id: 'c1', contact: { name: 'Zoe' } },
        message: { id: 'm1', content: { text: 'text of m1' } }
      }
    })
    await Promise.all([gone('all'), gone('few')])
  })

  test('is sent an event once, however often it arrives, signed with each valid secret', async () => {
    const expired = { secret: secretOf(3), expiresAt: '2026-01-01T00:00:00.000Z' }
    const former = { secret: secretOf(2), expiresAt: '2999-01-01T00:00:00.000Z' }
    await registered('signed', { secrets: [{ secret: secretOf(1) }, former, expired] })
    await adapters.tell(aSaid('c2', 'm1'), aSaid('c2', 'm1'), aSaid('c2', 'm2'))
    await waitFor(() => postedTo('signed').length === 2)
    const [{ id, headers, text }] = postedTo('signed') as [(typeof receiver.received)[0]]
    const by = (byte: number) =>
      createHmac('sha256', Buffer.alloc(32, byte))
        .update(`${id}.${headers['webhook-timestamp']}.${text}`)
        .digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${by(1)} v1,${by(2)}`)
    expect(postedTo('signed').map(({ body }) => body.data.message.id)).toEqual(['m1', 'm2'])
    await gone('signed')
  })

  test('that refuses is retried before anything else of the conversation, and holds up nobody else', async () => {
    const dead = await startCallbackServer()
    dead.answers(() => 'silence')
    await registered('dead', { url: dead.url })
    let refusals = 2
    receiver.answers(({ body }) =>
      body.data.message?.id === 'm1' && refusals-- > 0 ? { status: 500 } : { status: 200 }
    )
    await registered('alive')
    await adapters.tell(aSaid('c3', 'm1'), aSaid('c3', 'm2'), aSaid('c4', 'n1'))
    await waitFor(() => postedTo('alive').length === 5, { timeoutMs: 30_000 })
    const ofConversation = (id: string) =>
      postedTo('alive').flatMap(({ body: { data } }) => (data.conversation.id === id ? data.message.id : []))
    expect(ofConversation('c3')).toEqual(['m1', 'm1', 'm1', 'm2'])
    expect(ofConversation('c4')).toEqual(['n1'])
    expect(new Set(dead.received.map(({ body }) => body.data.message.id))).toEqual(new Set(['m1', 'n1']))
    await Promise.all([gone('dead'), gone('alive')])
    await dead[Symbol.asyncDispose]()
  })

  test('that answers 410 is reported, what waits for it is dropped, and an inactive one is not called', async () => {
    receiver.answers(() => ({ status: 410, body: 'moved away' }))
    await registered('moved')
    await adapters.tell(aSaid('c5', 'm1'))
    await waitFor(() => adapters.disabled.some(({ id }) => id === 'moved'))
    expect(adapters.disabled.find(({ id }) => id === 'moved')).toMatchObject({
      ...{ reason: 'gone', error: 'the webhook responded with 410: moved away' }
    })
    const [entry] = await waitFor(async () => {
      const log = await logOf('moved')
      return log[0]?.state === 'failed' && log
    })
    expect(entry).toMatchObject({ attempts: 1, answer: { status: 410, text: 'moved away' } })
    await adapters.setWebhook({ id: 'moved', active: false })
    await registered('other')
    receiver.received.length = 0
    receiver.answers(() => ({ status: 204 }))
    await adapters.tell(aSaid('c5', 'm2'))
    await waitFor(() => postedTo('other').length === 1)
    expect(await logOf('moved')).toHaveLength(1)
    expect(postedTo('moved')).toEqual([])
    expect(await ask('POST', `/v1/webhooks/moved/deliveries/${entry!.id}/resend`)).toMatchObject({
      ...{ status: 409, body: { code: 'webhook-inactive' } }
    })
    await Promise.all([gone('moved'), gone('other')])
  })

  test('that has a new address by the time its former one answers 410 stays active, and is posted to there', async () => {
    await using elsewhere = await startCallbackServer()
    receiver.answers(() => {
      void adapters.setWebhook({ id: 'moving', url: elsewhere.url })
      return { status: 410 }
    })
    await registered('moving')
    await adapters.tell(aSaid('c6', 'm1'))
    await waitFor(() => elsewhere.received.some(({ body }) => body.data.message?.id === 'm1'))
    expect(adapters.disabled.find(({ id }) => id === 'moving')).toMatchObject({ reason: 'gone', url: receiver.url })
    await gone('moving')
  })
})

describe('a webhook’s log', () => {
  test('shows what was posted and answered; an event is sent again under another id', async () => {
    receiver.answers(({ body }) =>
      body.data.message.id === 'm2' ? { status: 503, body: 'x'.repeat(5000) } : { status: 201, body: '{"ok":true}' }
    )
    await registered('logged')
    await adapters.tell(aSaid('c6', 'm1'), aSaid('c7', 'm2'))
    const [waiting, delivered] = await waitFor(async () => {
      const log = await logOf('logged')
      // both may have come within the same millisecond
      const inOrder = ['said-m2', 'said-m1'].flatMap(each => log.find(({ id }) => id.endsWith(each)) ?? [])
      return inOrder.length === 2 && inOrder[0]!.answer && inOrder[1]!.state === 'delivered' && inOrder
    })
    expect(delivered).toMatchObject({
      ...{ state: 'delivered', attempts: 1, answer: { status: 201, text: '{"ok":true}' } },
      payload: postedTo('logged').find(({ body }) => body.data.message.id === 'm1')!.body
    })
    expect(waiting).toMatchObject({ state: 'waiting', answer: { status: 503 }, nextAttemptAt: expect.any(String) })
    expect(waiting!.answer!.text).toHaveLength(1000)
    expect((await logOf('logged', '&state=delivered')).map(({ id }) => id)).toEqual([delivered!.id])
    expect((await logOf('logged', '&state=waiting')).map(({ id }) => id)).toEqual([waiting!.id])
    expect(await logOf('logged', '&state=failed')).toEqual([])
    const again = await ask('POST', `/v1/webhooks/logged/deliveries/${delivered!.id}/resend`)
    expect(again.status).toBe(202)
    const { id } = again.body as { id: string }
    await waitFor(() => receiver.ids().includes(id))
    expect(id).not.toBe(delivered!.id)
    expect(receiver.received.find(each => each.id === id)!.body).toEqual(delivered!.payload)
    receiver.answers(() => ({ status: 204 }))
    const now = await ask('POST', `/v1/webhooks/logged/deliveries/${waiting!.id}/resend`)
    expect(now).toMatchObject({ status: 202, body: { id: waiting!.id } })
    await waitFor(async () => (await logOf('logged', '&state=delivered')).length === 3, { timeoutMs: 30_000 })
    expect((await ask('POST', '/v1/webhooks/logged/deliveries/nothing/resend')).status).toBe(404)
    await gone('logged')
  })

  test('forgets what is about an erased contact, including what waits; and is removed with the webhook', async () => {
    receiver.answers(({ body }) => ({ status: body.data.conversation?.id === 'c8' ? 503 : 204 }))
    await registered('erased')
    await adapters.tell(aSaid('c8', 'm1'), aStatus('c', 'm2', 'sent'), aSaid('c9', 'm3'))
    await waitFor(async () => (await logOf('erased', '&state=delivered')).length === 2)
    await adapters.erase(['+5511'], ['m2'])
    await waitFor(async () => (await logOf('erased')).length === 2)
    expect((await logOf('erased')).some(({ id }) => id.includes('status-m2'))).toBe(false)
    await adapters.eraseContact('contact-of-c8')
    const left = await waitFor(async () => {
      const log = await logOf('erased')
      return log.length === 1 && log
    })
    expect(left[0]!.payload.data).toMatchObject({ message: { id: 'm3' } })
    await gone('erased')
    await waitFor(async () => (await adapters.webhookDeliveries.countDocuments({ target: 'erased' })) === 0)
    expect((await ask('GET', '/v1/webhooks/erased/deliveries')).status).toBe(404)
  })
})
