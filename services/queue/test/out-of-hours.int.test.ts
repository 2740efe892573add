import { acceptConversation } from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { department } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

// a department without any hours never opens
const message = 'We are closed.'
const hours = { timeZone: 'Europe/Lisbon', weekly: [], holidays: [], message }
const leo = user('leo')

let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url, {
    departments: [{ ...department('sales', 'manual'), hours }, department('support', 'manual')]
  })
  await queue.present('leo')
})
afterAll(() => queue[Symbol.asyncDispose]())

const deliveries = (conversationId: string) =>
  new Set(
    queue.seen
      .filter(({ key, type }) => key === conversationId && type === 'delivery.requested')
      .map(({ data }) => (data as { messageId: string }).messageId)
  )

async function write(departmentId: string, times: number, more: object = {}) {
  const contact = { id: newId(), name: 'Bia' }
  for (let n = 0; n < times; n++) await queue.post({ contact, departmentId, ...more })
  return waitFor(async () => {
    const items = [...(await queue.list('queue', leo)), ...(await queue.list('inactives', leo))]
    return items.find(item => item.contact.externalId === contact.id && item.unread === times)
  })
}

it('a contact is told once, over the channel, and keeps their position', async () => {
  const conversation = await write('sales', 5)
  const messages = await queue.messagesOf(conversation.id, leo)
  expect(messages.filter(({ direction }) => direction === 'inbound')).toHaveLength(5)
  const told = messages.filter(({ author }) => author.kind === 'system')
  expect(told).toMatchObject([{ direction: 'outbound', content: { text: message }, status: 'queued' }])
  await waitFor(() => deliveries(conversation.id).size > 0)
  expect([...deliveries(conversation.id)]).toEqual([told[0]!.id])
  // in the list, an agent still sees what the contact wrote
  expect(conversation).toMatchObject({ status: 'queued', lastMessage: { direction: 'inbound' } })
})

it('a web chat visitor whom nobody attends is told too', async () => {
  const channel = { id: 'web', kind: 'webchat', name: 'Site', session: { kind: 'attended' } } as const
  await queue.present('leo', { link: 'disconnected' })
  const conversation = await write('sales', 2, { channel })
  await queue.present('leo')
  expect(conversation).toMatchObject({ status: 'inactive', reason: 'unattended' })
  const messages = await queue.messagesOf(conversation.id, leo)
  expect(messages.filter(({ author }) => author.kind === 'system')).toHaveLength(1)
})

it('an agent may still pick the conversation', async () => {
  const conversation = await write('sales', 1)
  const accepted = await queue.call(acceptConversation, { params: { id: conversation.id }, body: {}, actor: leo })
  expect(accepted).toMatchObject({ ok: true, value: { status: 'ongoing' } })
})

it('a department without hours, and one without a message, sends nothing', async () => {
  const conversation = await write('support', 1)
  expect(await queue.messagesOf(conversation.id, leo)).toHaveLength(1)
})
