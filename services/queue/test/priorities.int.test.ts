import { acceptConversation, getMonitor, prioritizeConversation } from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { department } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

const boss = user('boss', 'supervisor')
const leo = user('leo')
let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url, {
    departments: [
      { ...department('sales', 'manual', { pickOrder: 'head' }), priority: 10 },
      department('support', 'manual'),
      { ...department('claims', 'manual'), agentsMayPrioritize: true }
    ]
  })
  await queue.present('leo')
})
afterAll(() => queue[Symbol.asyncDispose]())

const waitingIn = async (departmentId: string, priority?: number) => {
  const contact = { id: newId() }
  const channel = { id: 'wa', kind: 'whatsapp', name: 'WhatsApp', session: { kind: 'window' } } as const
  await queue.post({ contact, departmentId, channel: { ...channel, ...(priority !== undefined && { priority }) } })
  return waitFor(async () => (await queue.list('queue', boss)).find(item => item.contact.externalId === contact.id))
}
const prioritize = (id: string, priority: unknown, actor = boss) =>
  queue.call(prioritizeConversation, { params: { id }, body: { priority: priority as number }, actor })
const order = async () => (await queue.list('queue', boss)).map(({ id }) => id)

it('a new conversation has its channel’s priority, or else its department’s, and keeps it', async () => {
  const plain = await waitingIn('support')
  const ofDepartment = await waitingIn('sales')
  const ofChannel = await waitingIn('sales', 20)
  expect([plain, ofDepartment, ofChannel].map(({ priority }) => priority)).toEqual([0, 10, 20])
  expect(await order()).toEqual([ofChannel.id, ofDepartment.id, plain.id])
})

it('a supervisor moves a waiting conversation, at once, and the event says who did it', async () => {
  const [first, second] = [await waitingIn('support'), await waitingIn('support')]
  expect(await prioritize(second.id, 50)).toMatchObject({ ok: true, value: { priority: 50, ownPriority: 50 } })
  expect((await order())[0]).toBe(second.id)
  await prioritize(first.id, -1)
  expect((await order()).at(-1)).toBe(first.id)
  const event = await waitFor(() =>
    queue.seen.find(({ key, type }) => key === second.id && type === 'conversation.prioritized')
  )
  expect(event.data).toMatchObject({
    from: 0,
    to: 50,
    actor: { kind: 'agent', id: 'boss' },
    conversation: { id: second.id, routing: { priority: 50 } }
  })
})

it('a department that serves in order serves by priority', async () => {
  const [head, next] = [await waitingIn('sales', 90), await waitingIn('sales', 80)]
  const accept = (id: string) => queue.call(acceptConversation, { params: { id }, body: {}, actor: leo })
  expect(await accept(next.id)).toMatchObject({ ok: false, error: { code: 'illegal-transition' } })
  await prioritize(next.id, 95)
  expect(await accept(next.id)).toMatchObject({ ok: true, value: { status: 'ongoing' } })
  expect(await accept(head.id)).toMatchObject({ ok: true })
})

it('agents may set it if their department allows that, in conversations they see', async () => {
  const { id } = await waitingIn('claims')
  const member = user('mia', 'agent', ['claims'])
  expect(await prioritize(id, 50, member)).toMatchObject({ ok: true, value: { priority: 50 } })
  expect(await prioritize(id, 0, leo)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  const event = () => queue.seen.find(({ key, type }) => key === id && type === 'conversation.prioritized')
  expect((await waitFor(event)).data).toMatchObject({ actor: { kind: 'agent', id: 'mia' } })
})

it('agents of other departments may not, and a priority out of bounds is refused', async () => {
  const { id } = await waitingIn('support')
  expect(await prioritize(id, 1, leo)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  expect(await prioritize(id, 101)).toMatchObject({ ok: false, error: { code: 'malformed' } })
  expect(await order()).toContain(id)
})

it('the longest wait on the board is that of the contact who has waited longest, not of the next to be served', async () => {
  const first = await waitingIn('sales', 0)
  const urgent = await waitingIn('sales', 90)
  const now = await queue.call(getMonitor, { actor: boss })
  const sales = now.ok && now.value.departments.find(({ departmentId }) => departmentId === 'sales')!
  expect(sales).toMatchObject({ headEnqueuedAt: urgent.enqueuedAt })
  const waiting = (await queue.list('queue', boss)).filter(({ departmentId }) => departmentId === 'sales')
  const longest = waiting.map(({ enqueuedAt }) => enqueuedAt).sort()[0]
  expect(waiting.map(({ id }) => id)).toContain(first.id)
  expect(sales).toMatchObject({ longestWaitingSince: longest })
})
