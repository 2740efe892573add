import {
  type AuditEntry,
  acceptConversation,
  closeConversation,
  declineOffer,
  getContact,
  getConversation,
  listConversations,
  listConversationsOfContact,
  listHistory,
  listMessages,
  listNotes,
  type Message,
  parkConversation,
  resumeAll,
  sendMessage
} from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
const [ana, rui, leo, boss] = [user('ana'), user('rui'), user('leo'), user('boss', 'supervisor')]

beforeAll(async () => {
  queue = await startQueue(import.meta.url)
  for (const { id } of queue.agents) await queue.present(id)
})
afterAll(() => queue[Symbol.asyncDispose]())

const contact = () => ({ id: newId(), name: 'Bia' })
const waiting = (externalId: string) =>
  waitFor(async () => (await queue.list('queue', boss)).find(item => item.contact.externalId === externalId))

/** A conversation waiting in the department. */
async function waitingIn(departmentId: string) {
  const who = contact()
  await queue.post({ contact: who, departmentId })
  return waiting(who.id)
}

/** The event of that type and version of a conversation, as soon as it is published. */
const eventOf = (conversationId: string, type: string, version: number) =>
  waitFor(() =>
    queue.seen.find(event => event.key === conversationId && event.type === type && event.version === version)
  )

describe('an answer', () => {
  it.each(['   ', '\u200b', '\u3164\n', '\u202e'])(
    'without visible characters is refused with an explanation: %j',
    async text => {
      const { id } = await waitingIn('support')
      await queue.call(acceptConversation, { params: { id }, actor: leo })
      const body = { clientMessageId: newId(), content: { type: 'text' as const, text } }
      const refused = await queue.call(sendMessage, { params: { id }, body, actor: leo })
      const issues = [{ path: 'body.content.text', message: 'must contain something visible' }]
      expect(refused).toMatchObject({ ok: false, error: { status: 400, issues } })
      await queue.call(closeConversation, { params: { id }, actor: boss })
    }
  )
})

describe('messages within one second', () => {
  it('are ordered as they were received, in the list, its pages and the conversation’s preview', async () => {
    const who = contact()
    const sentAt = '2026-01-01T09:00:00.000Z'
    const received = (n: number) => new Date(Date.now() + n).toISOString()
    const posts = [...'abcdef'].map((text, n) => ({ contact: who, sentAt, receivedAt: received(n), content: text }))
    for (const n of [3, 0, 5, 2, 4, 1]) {
      const { content: text, ...post } = posts[n]!
      await queue.post({ ...post, content: { type: 'text', text } })
    }
    const { id } = await waitFor(async () => {
      const found = (await queue.list('inactives', boss)).find(item => item.contact.externalId === who.id)
      return found && (await queue.messagesOf(found.id, boss)).length === 6 ? found : undefined
    })
    const texts: string[] = []
    for (let cursor: string | undefined | null; cursor !== null; ) {
      const query = { limit: 2, ...(cursor && { cursor }) }
      const page = await queue.call(listMessages, { params: { id }, query, actor: boss })
      if (!page.ok) throw new Error(page.error.detail)
      texts.unshift(...page.value.items.map(({ content }: Message) => (content as { text: string }).text))
      cursor = page.value.nextCursor
    }
    expect(texts.join('')).toBe('abcdef')
    expect((await queue.list('inactives', boss)).find(item => item.id === id)?.lastMessage?.preview).toBe('f')
  })
})

describe('a first message', () => {
  it('T1: creates a waiting conversation containing the message', async () => {
    const conversation = await waitingIn('support')
    expect(conversation).toMatchObject({
      status: 'queued',
      unread: 1,
      departmentId: 'support',
      contact: { name: 'Bia' }
    })
    expect(conversation.referenceNumber).toMatch(/^\d{8}-[0-9A-Z]{8}$/)
    expect(await queue.messagesOf(conversation.id, leo)).toMatchObject([
      { direction: 'inbound', content: { text: 'hello' } }
    ])
  })

  it('I8: repeated deliveries of one message change nothing', async () => {
    const who = contact()
    const first = await queue.post({ contact: who })
    await Promise.all(Array.from({ length: 20 }, () => queue.post(first)))
    const marker = await queue.post({ contact: who, content: { type: 'text', text: 'last' } })
    const conversation = await waitFor(async () => {
      const found = await waiting(who.id)
      return found.lastMessage?.preview === 'last' ? found : undefined
    })
    const stored = await queue.messagesOf(conversation.id, leo)
    expect(stored.map(({ id }) => id)).toEqual([first.messageId, marker.messageId])
    expect(conversation.unread).toBe(2)
  })

  it('T2: of web chat goes to Inactive as unattended when nobody could answer', async () => {
    const who = contact()
    const channel = { id: 'web', kind: 'webchat', name: 'Site', session: { kind: 'attended' } } as const
    await queue.post({ contact: who, channel, departmentId: 'night-shift' })
    const inactive = await waitFor(async () =>
      (await queue.list('inactives', boss)).find(item => item.contact.externalId === who.id)
    )
    expect(inactive).toMatchObject({ status: 'inactive', reason: 'unattended' })
  })

  it('T2: of WhatsApp that is older than its window is inactive on arrival', async () => {
    const who = contact()
    await queue.post({ contact: who, sentAt: new Date(Date.now() - 90_000_000).toISOString() })
    const inactive = await waitFor(async () =>
      (await queue.list('inactives', boss)).find(item => item.contact.externalId === who.id)
    )
    expect(inactive).toMatchObject({ status: 'inactive', reason: 'windowExpired' })
  })
})

describe('manual distribution', () => {
  it('T4: the first to accept gets it, the second learns from a 409 who won', async () => {
    const { id } = await waitingIn('support')
    const won = await queue.call(acceptConversation, { params: { id }, actor: leo })
    expect(won).toMatchObject({ ok: true, value: { status: 'ongoing', agent: { id: 'leo' } } })
    const lost = await queue.call(acceptConversation, { params: { id }, actor: ana })
    expect(lost).toMatchObject({
      ok: false,
      error: { status: 409, code: 'already-taken', current: { status: 'ongoing', agent: { id: 'leo', name: 'leo' } } }
    })
    await queue.call(parkConversation, { params: { id }, actor: leo })
  })

  it('assigns it to somebody who accepts before presence has reported that they are there', async () => {
    await queue.present('leo', { link: 'disconnected' })
    const { id } = await waitingIn('support')
    const accepting = queue.call(acceptConversation, { params: { id }, actor: leo })
    await queue.presentSoon('leo')
    expect(await accepting).toMatchObject({ ok: true, value: { status: 'ongoing', agent: { id: 'leo' } } })
    await queue.call(parkConversation, { params: { id }, actor: leo })
  })

  it('lists the queue in order of arrival', async () => {
    const [first, second, third] = [await waitingIn('support'), await waitingIn('support'), await waitingIn('support')]
    const ids = (await queue.list('queue', leo)).map(({ id }) => id)
    const places = [first, second, third].map(({ id }) => ids.indexOf(id))
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('shows an agent no other department’s conversations, and answers 404 for them', async () => {
    const { id } = await waitingIn('support')
    const outsider = user('zoe', 'agent', ['elsewhere'])
    expect((await queue.list('queue', outsider)).map(item => item.id)).not.toContain(id)
    expect(await queue.call(acceptConversation, { params: { id }, actor: outsider })).toMatchObject({
      error: { status: 404 }
    })
  })
})

describe('an offer', () => {
  it('T3, T6: appears in Ongoing before acceptance; accepting twice changes nothing', async () => {
    const conversation = await waitingIn('sales')
    const { offerId } = await queue.offer(conversation, 'rui')
    const offered = await waitFor(async () =>
      (await queue.list('ongoing', rui)).find(({ id }) => id === conversation.id)
    )
    expect(offered).toMatchObject({ status: 'offered', offer: { id: offerId, agentId: 'rui', kind: 'automatic' } })
    const accept = () =>
      queue.call(acceptConversation, { params: { id: conversation.id }, body: { offerId }, actor: rui })
    const [first, second] = await Promise.all([accept(), accept()])
    expect([first, second]).toMatchObject([{ value: { status: 'ongoing' } }, { value: { status: 'ongoing' } }])
    const history = await queue.call(listHistory, { params: { id: conversation.id }, actor: rui })
    expect(history).toMatchObject({
      value: { items: [{ rule: 'T1' }, { rule: 'T3', decision: { chosenAgentId: 'rui' } }, { rule: 'T6' }] }
    })
    await queue.call(parkConversation, { params: { id: conversation.id }, actor: rui })
  })

  it('T7: declined, it returns to its old position, and the agent is skipped for the round', async () => {
    const conversation = await waitingIn('sales')
    const { offerId } = await queue.offer(conversation, 'rui')
    await waitFor(async () => (await queue.list('ongoing', rui)).find(({ id }) => id === conversation.id))
    const declined = await queue.call(declineOffer, { params: { id: conversation.id }, body: { offerId }, actor: rui })
    expect(declined).toMatchObject({ value: { status: 'queued', enqueuedAt: conversation.enqueuedAt } })
    const event = await eventOf(conversation.id, 'conversation.queued', 3)
    expect(event.data).toMatchObject({ conversation: { routing: { excludedAgentIds: ['rui'], offerNumber: 2 } } })
  })

  it('is refused, and the refusal published, when it was decided under another policy', async () => {
    const conversation = await waitingIn('sales')
    await queue.offer(conversation, 'rui', { policyVersion: 99 })
    const refusal = await eventOf(conversation.id, 'offer.refused', 1)
    expect(refusal.data).toMatchObject({ agentId: 'rui', code: 'version-mismatch', current: { status: 'queued' } })
  })
})

describe('the agent answers', () => {
  it('is sent once however often it is submitted, through a delivery event', async () => {
    const { id } = await waitingIn('support')
    await queue.call(acceptConversation, { params: { id }, actor: ana })
    const body = { clientMessageId: newId(), content: { type: 'text' as const, text: 'how can I help?' } }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => queue.call(sendMessage, { params: { id }, body, actor: ana }))
    )
    expect(new Set(answers.map(answer => answer.ok && answer.value.id)).size).toBe(1)
    await waitFor(() => queue.seen.some(({ type, key }) => type === 'delivery.requested' && key === id))
    expect((await queue.messagesOf(id, ana)).filter(({ direction }) => direction === 'outbound')).toHaveLength(1)
    expect(
      await queue.call(sendMessage, { params: { id }, body: { ...body, clientMessageId: newId() }, actor: leo })
    ).toMatchObject({
      error: { code: 'not-owner' }
    })
    await queue.call(parkConversation, { params: { id }, actor: ana })
  })
})

describe('an agent who is lost for more than 30 s', () => {
  it('T7, T8: loses offers, while ongoing work becomes pending; resume-all takes it up again', async () => {
    const taken = await waitingIn('support')
    const offered = await waitingIn('sales')
    await queue.call(acceptConversation, { params: { id: taken.id }, actor: rui })
    await queue.offer(offered, 'rui')
    await waitFor(async () => (await queue.list('ongoing', rui)).length === 2)
    await queue.present('rui', { link: 'disconnected' })
    await waitFor(async () => (await queue.list('ongoing', rui)).length === 0)
    expect((await queue.list('myInbox', rui)).find(({ id }) => id === taken.id)).toMatchObject({
      status: 'pending',
      reason: 'agentLost'
    })
    expect((await queue.list('queue', boss)).find(({ id }) => id === offered.id)).toMatchObject({
      enqueuedAt: offered.enqueuedAt
    })
    await queue.present('rui')
    const resumed = await queue.call(resumeAll, { actor: rui })
    expect(resumed).toMatchObject({ value: { resumed: [{ id: taken.id, status: 'ongoing' }], refused: [] } })
    await queue.call(parkConversation, { params: { id: taken.id }, actor: rui })
  })
})

it('what supervisors read of others’ conversations is reported to the audit log once an hour, as are searches and downloaded reports', async () => {
  const conversation = await waitingIn('support')
  const params = { id: conversation.id }
  const ofContact = { id: conversation.contact.id }
  const reader = user('curious', 'supervisor')
  const csv = `${queue.urls[0]}/v1/reports/conversations.csv?from=2026-01-01&to=2026-01-31&timeZone=UTC`
  for (let times = 0; times < 2; times++) {
    await queue.messagesOf(conversation.id, reader)
    await queue.call(listNotes, { params, query: {}, actor: reader })
    await queue.call(getConversation, { params, actor: reader })
    await queue.call(listHistory, { params, actor: reader })
    await queue.call(getContact, { params: ofContact, actor: reader })
    await queue.call(listConversationsOfContact, { params: ofContact, query: {}, actor: reader })
    await queue.call(listConversations, { query: { q: 'somebody in particular' }, actor: reader })
    expect((await fetch(csv, { headers: { authorization: `Bearer ${await queue.tokenOf(reader)}` } })).status).toBe(200)
  }
  await queue.messagesOf(conversation.id, leo)
  await queue.call(getContact, { params: ofContact, actor: leo })
  const entries = () =>
    queue.seen.filter(({ type }) => type === 'access.audited').map(({ data }) => (data as { entry: AuditEntry }).entry)
  const of = (id: string) => entries().filter(({ actor }) => actor.id === id)
  await waitFor(() => of('curious').length >= 4)
  await queue.atRest()
  expect(
    of('curious')
      .map(({ action, subject }) => `${action} ${subject.name}`)
      .toSorted()
  ).toEqual([
    ...['exported 2026-01-01 – 2026-01-31', `read ${conversation.referenceNumber}`, 'read WhatsApp'].toSorted(),
    'searched conversations'
  ])
  expect(of('leo')).toEqual([])
  expect(JSON.stringify(of('curious'))).not.toMatch(/particular|Bia/)
})
