import { type ConversationSummary, conversationQueued, listHistory, type Transition } from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { PROMPT_UNDER_LOAD_MS, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { department } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

const AFTER_SECONDS = 1.5
const boss = user('boss', 'supervisor')

let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url, {
    replicas: 2,
    departments: [
      department('support', 'manual', { overflow: { departmentId: 'sales', afterSeconds: AFTER_SECONDS } }),
      // a loop, which only two concurrent changes could create
      department('night', 'manual'),
      department('sales', 'automatic', { overflow: { departmentId: 'support', afterSeconds: AFTER_SECONDS } })
    ]
  })
}, 60_000)
afterAll(() => queue[Symbol.asyncDispose]())

async function waitingIn(departmentId: string): Promise<ConversationSummary> {
  const externalId = newId()
  await queue.post({ contact: { id: externalId }, departmentId })
  return waitFor(async () => (await queue.list('queue', boss)).find(item => item.contact.externalId === externalId))
}
const stepsOf = async (id: string) => {
  const history = await queue.call(listHistory, { params: { id }, actor: boss })
  if (!history.ok) throw new Error(history.error.detail)
  return (history.value as { items: Transition[] }).items
}

it('what has waited too long moves to the other department, once, on time, and not back', async () => {
  const { id } = await waitingIn('support')
  await waitFor(async () => (await queue.stored(id)).conversation?.departmentId === 'sales')
  const [first, moved, ...more] = await stepsOf(id)
  expect(moved).toMatchObject({
    rule: 'T21',
    cause: 'overflow',
    actor: { kind: 'system' },
    previousDepartmentId: 'support'
  })
  expect(more).toEqual([])
  const late = Date.parse(moved!.at) - Date.parse(first!.at) - AFTER_SECONDS * 1000
  expect(late).toBeLessThan(PROMPT_UNDER_LOAD_MS)

  // a later one has gone the other way: so there was time for the first to go back
  const later = await waitingIn('sales')
  await waitFor(async () => (await queue.stored(later.id)).conversation?.departmentId === 'support')
  expect(await stepsOf(id)).toHaveLength(2)
  const told = queue.seen.filter(({ type, key }) => type === conversationQueued.type && key === id)
  expect(told.map(({ data }) => (data as { conversation: ConversationSummary }).conversation.departmentId)).toEqual([
    'support',
    'sales'
  ])
})

it('a changed policy takes effect at once on those already waiting', async () => {
  const { id, enqueuedAt } = await waitingIn('night')
  const overflow = { departmentId: 'support', afterSeconds: 1 }
  await waitFor(() => Date.now() > Date.parse(enqueuedAt) + 1000)
  await queue.departmentChanged({ ...department('night', 'manual', { overflow }), version: 2 })
  const changedAt = Date.now()
  await waitFor(async () => (await queue.stored(id)).conversation?.departmentId === 'support')
  expect(Date.now() - changedAt).toBeLessThan(PROMPT_UNDER_LOAD_MS)
})
