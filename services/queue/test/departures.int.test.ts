import { acceptConversation, contactLeft, getConversation, listHistory } from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
const boss = user('boss', 'supervisor')
const channel = { id: 'web', kind: 'webchat', name: 'Site', session: { kind: 'attended' } } as const

beforeAll(async () => {
  queue = await startQueue(import.meta.url)
  await queue.present('ana')
})
afterAll(() => queue[Symbol.asyncDispose]())

const leave = (contactId: string, afterMessageId: string, at = new Date()) =>
  queue.tell(contactLeft, contactId, { channelId: 'web', contactId, at: at.toISOString(), afterMessageId })
const inTab = (tab: string, externalId: string) =>
  waitFor(async () => (await queue.list(tab, boss)).find(item => item.contact.externalId === externalId))

it('T17: a departure that overtakes the last message waits for it; repeated, it changes nothing', async () => {
  const [contactId, messageId] = [newId(), newId()]
  await leave(contactId, messageId)
  await queue.post({
    messageId,
    contact: { id: contactId },
    channel,
    sentAt: new Date(Date.now() - 1000).toISOString()
  })
  await leave(contactId, messageId)
  const { id } = await inTab('closed', contactId)
  await leave(contactId, messageId)
  const history = await queue.call(listHistory, { params: { id }, actor: boss })
  expect(history).toMatchObject({ value: { items: [{ rule: 'T1' }, { rule: 'T17', cause: 'visitorLeft' }] } })
  const last = await queue.call(getConversation, { params: { id }, actor: boss })
  expect(last).toMatchObject({ value: { status: 'closed', reason: 'visitorLeft', version: 2 } })
})

it('T17: a visitor who leaves while offered is no longer offered, and the agent’s slot is free again', async () => {
  const contactId = newId()
  const { messageId } = await queue.post({ contact: { id: contactId }, channel, departmentId: 'sales' })
  const waiting = await inTab('queue', contactId)
  const { offerId } = await queue.offer(waiting, 'ana')
  await waitFor(async () => (await queue.list('ongoing', user('ana'))).find(({ id }) => id === waiting.id))
  await leave(contactId, messageId)
  const { id } = await inTab('closed', contactId)
  const { conversation } = await queue.stored(id)
  expect(conversation).not.toHaveProperty('slots')
  const step = queue.seen.find(({ type, key }) => type === 'conversation.closed' && key === id)
  expect(step?.data).toMatchObject({ transition: { rule: 'T17', from: 'offered', offerId, previousAgentId: 'ana' } })
  const late = await queue.call(acceptConversation, { params: { id }, body: { offerId }, actor: user('ana') })
  expect(late).toMatchObject({ ok: false, error: { code: 'offer-revoked', current: { status: 'closed' } } })
})

it('T17: a visitor who came back and wrote again still waits', async () => {
  const contactId = newId()
  const left = new Date(Date.now() - 1000)
  const { messageId } = await queue.post({ contact: { id: contactId }, channel })
  await inTab('queue', contactId)
  await leave(contactId, messageId, left)
  const next = await queue.post({ contact: { id: contactId }, channel, content: { type: 'text', text: 'me again' } })
  await leave(contactId, next.messageId, left)
  await queue.atRest()
  expect(await inTab('queue', contactId)).toMatchObject({ unread: 2 })
})
