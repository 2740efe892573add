import {
  acceptConversation,
  type Content,
  type ConversationSummary,
  closeConversation,
  type DataOf,
  type deliveryRequested,
  getContact,
  listHistory,
  type OperationBody,
  sendMessage,
  startConversation
} from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { agent } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
const [ana, rui, leo, boss] = [user('ana'), user('rui'), user('leo'), user('boss', 'supervisor')]

beforeAll(async () => {
  const agents = [agent('ana', { limit: 50 }), agent('rui', { limit: 50 }), agent('leo', { limit: 1 })]
  queue = await startQueue(import.meta.url, { replicas: 2, agents })
  for (const { id } of [ana, rui, leo]) await queue.present(id)
})
afterAll(() => queue[Symbol.asyncDispose]())

const template: Content = { type: 'template', name: 'hello', language: 'en', components: [], text: 'Hello Bia' }
const text: Content = { type: 'text', text: 'Hello' }
type Body = OperationBody<typeof startConversation>
let phones = 0
/** A number from which nobody has written. */
const newPhone = () => {
  phones += 1
  return `55119${String(phones).padStart(8, '0')}`
}
const start = (change: Partial<Body> & Pick<Body, 'to'>, actor = ana, replica = 0) => {
  const body = { clientMessageId: newId(), channelId: 'whatsapp', content: template, ...change } as Body
  return queue.call(startConversation, { body, actor }, replica)
}
const started = async (...asked: Parameters<typeof start>): Promise<ConversationSummary> => {
  const answer = await start(...asked)
  if (!answer.ok) throw new Error(answer.error.detail)
  return answer.value as ConversationSummary
}
const toPhone = (digits: string) => ({ to: { address: `+${digits}` } })
const post = (digits: string) =>
  queue.post({
    channel: { id: 'whatsapp', kind: 'whatsapp', name: 'whatsapp', session: { kind: 'window' } },
    contact: { id: digits }
  })
const close = (id: string) => queue.call(closeConversation, { params: { id }, actor: boss })
const send = (id: string, content: Content) => {
  const body = { clientMessageId: newId(), content: content as typeof text }
  return queue.call(sendMessage, { params: { id }, body, actor: ana })
}
const requested = (id: string) => queue.seen.filter(({ type, key }) => type === 'delivery.requested' && key === id)

describe('T23: a conversation that an agent begins', () => {
  it('is theirs at once, and their message leaves, to a number that is a contact from then on', async () => {
    const phone = newPhone()
    const address = ` +${phone.slice(0, 2)} (${phone.slice(2, 4)}) ${phone.slice(4, 9)}-${phone.slice(9)}`
    const begun = await started({ to: { address, name: 'Bia' } })
    expect(begun).toMatchObject({
      ...{ status: 'ongoing', agent: { id: 'ana' }, departmentId: 'sales', awaitsContact: true, unread: 0 },
      contact: { externalId: phone, phone: `+${phone}`, name: 'Bia' }
    })
    const asked = await waitFor(() => requested(begun.id)[0])
    expect(asked.data as DataOf<typeof deliveryRequested>).toMatchObject({
      ...{ contact: { externalId: phone }, content: { name: 'hello' }, channel: { id: 'whatsapp', kind: 'whatsapp' } }
    })
    expect(await queue.call(listHistory, { params: { id: begun.id }, actor: ana })).toMatchObject({
      value: { items: [{ rule: 'T23', from: null, to: 'ongoing', cause: 'contacted', actor: { id: 'ana' } }] }
    })
    expect(await queue.call(getContact, { params: { id: begun.contact.id }, actor: ana })).toMatchObject({
      value: { name: 'Bia' }
    })
  })

  it('is begun once however often that is requested, at once and later, with one message', async () => {
    const asked = { ...toPhone(newPhone()), clientMessageId: newId() }
    const together = await Promise.all([0, 1, 0, 1].map(replica => started(asked, ana, replica)))
    const { id } = together[0]!
    await close(id)
    const later = await started(asked)
    expect(new Set([...together, later].map(each => each.id))).toEqual(new Set([id]))
    expect(await queue.messagesOf(id, boss)).toHaveLength(1)
    await queue.atRest()
    // both replicas may have published it: delivery is at least once
    expect(new Set(requested(id).map(each => each.id)).size).toBe(1)
  })

  it('accepts only templates until the contact writes, which joins it and opens the window', async () => {
    const phone = newPhone()
    expect(await start({ ...toPhone(phone), content: text as Body['content'] })).toMatchObject({
      error: { code: 'window-expired' }
    })
    const { id } = await started(toPhone(phone))
    expect(await send(id, text)).toMatchObject({ error: { code: 'window-expired' } })
    expect(await send(id, template)).toMatchObject({ ok: true })
    await post(phone)
    const joined = await waitFor(async () =>
      (await queue.list('ongoing', ana)).find(one => one.id === id && one.window)
    )
    expect(joined).toMatchObject({ status: 'ongoing', agent: { id: 'ana' }, unread: 1 })
    expect(joined.awaitsContact).toBeUndefined()
    expect(await send(id, text)).toMatchObject({ ok: true })
  })

  it('keeps the session window that the contact opened in their previous one, and supersedes one that is over', async () => {
    const phone = newPhone()
    await post(phone)
    const before = await waitFor(async () =>
      (await queue.list('queue', boss)).find(({ contact }) => contact.externalId === phone)
    )
    await queue.call(acceptConversation, { params: { id: before.id }, actor: rui })
    await close(before.id)
    const begun = await started({ to: { contactId: before.contact.id }, content: text as Body['content'] })
    expect(begun).toMatchObject({ previousConversationId: before.id, window: before.window })

    const old = newPhone()
    await queue.post({
      channel: { id: 'whatsapp', kind: 'whatsapp', name: 'whatsapp', session: { kind: 'window' } },
      contact: { id: old },
      sentAt: new Date(Date.now() - 2 * 86_400_000).toISOString()
    })
    const inactive = await waitFor(async () =>
      (await queue.list('inactives', boss)).find(({ contact }) => contact.externalId === old)
    )
    const next = await started(toPhone(old))
    expect(next).toMatchObject({ previousConversationId: inactive.id, awaitsContact: true })
    expect((await queue.list('closed', boss)).find(({ id }) => id === inactive.id)).toMatchObject({
      reason: 'superseded'
    })
  })

  it('I1: is only one of those that several agents begin; the others are told which, unless they may not see it', async () => {
    const asked = toPhone(newPhone())
    const answers = await Promise.all([start(asked, ana, 0), start(asked, rui, 1)])
    const begun = answers.find(({ ok }) => ok)
    const { id } = begun?.ok ? (begun.value as ConversationSummary) : { id: '' }
    expect(answers.find(({ ok }) => !ok)).toMatchObject({
      error: { code: 'already-open', current: { conversationId: id, status: 'ongoing' } }
    })
    await queue.atRest()
    expect(requested(id)).toHaveLength(1)
    const elsewhere = await start(asked, user('zoe', 'agent', ['elsewhere']))
    expect(elsewhere).toMatchObject({ error: { code: 'already-open' } })
    expect(elsewhere).not.toHaveProperty('error.current')
  })

  it('I3: counts towards the limit of the agent who begins it', async () => {
    const { id } = await started(toPhone(newPhone()), leo)
    expect(await start(toPhone(newPhone()), leo)).toMatchObject({ error: { code: 'at-capacity' } })
    await close(id)
    await started(toPhone(newPhone()), leo)
  })

  it('is refused with an explanation if it is not possible', async () => {
    const refused = async (change: Partial<Body>, actor = ana) => {
      const answer = await start({ ...toPhone(newPhone()), ...change }, actor)
      return answer.ok ? 'begun' : `${answer.error.code}: ${answer.error.detail}`
    }
    expect([
      await refused({ to: { address: '11 98765-4321' } }),
      await refused({ to: { contactId: 'con_nobody' } }),
      await refused({ channelId: 'webchat' }),
      await refused({ channelId: 'nowhere' }),
      await refused({ departmentId: 'elsewhere' }),
      await refused({ channelId: 'email', to: { address: 'bia@example.com' } }),
      await refused({ channelId: 'email', to: { address: 'bia' }, mail: { subject: 'Hello' } })
    ]).toEqual([
      'unprocessable: 11 98765-4321 is not a phone number with its country code, such as +55 11 98765-4321',
      'not-found: No such contact',
      'not-supported: webchat does not allow writing to somebody first',
      'not-found: No such channel',
      'not-eligible: You are available, or not a member of this department, and cannot start conversations',
      'unprocessable: An e-mail needs a subject',
      'unprocessable: bia is not an e-mail address'
    ])
  })

  it('is a separate topic in emails, beside those that are open', async () => {
    const asked = {
      ...{ channelId: 'email', to: { address: 'Bia.Silva@Example.com' }, mail: { subject: 'Your order' } },
      content: text as Body['content']
    }
    const [one, other] = [await started(asked), await started(asked, rui)]
    expect(one).toMatchObject({
      ...{
        contact: { externalId: 'bia.silva@example.com', email: 'Bia.Silva@Example.com' },
        thread: { subject: 'Your order' }
      }
    })
    expect(one.contact.id).toBe(other.contact.id)
    expect(one.thread?.id).toMatch(/^[0-9a-f]{24}$/)
    expect(one.thread?.id).not.toBe(other.thread?.id)
    expect(one.awaitsContact).toBeUndefined()
    expect(await send(one.id, text)).toMatchObject({ ok: true })
  })
})
