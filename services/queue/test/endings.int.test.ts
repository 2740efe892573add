import {
  acceptConversation,
  assignConversation,
  type ConversationSummary,
  listHistory,
  parkConversation,
  returnConversation,
  sendMessage,
  type Transition,
  transferConversation
} from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { agent, department } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

const boss = user('boss', 'supervisor')
const ended = (id: string, version: number, successorId?: string) => ({
  ...department(id, 'manual'),
  version,
  active: false,
  ...(successorId && { successorId })
})

let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url, {
    replicas: 2,
    departments: ['sales', 'support', 'closing', 'last'].map(id => department(id, 'manual')),
    agents: ['ana', 'rui', 'leo'].map(id => agent(id, { departmentIds: ['sales', 'support', 'closing'] }))
  })
  for (const each of queue.agents) await queue.present(each.id)
}, 60_000)
afterAll(() => queue[Symbol.asyncDispose]())

async function waitingIn(departmentId: string): Promise<ConversationSummary> {
  const externalId = newId()
  await queue.post({ contact: { id: externalId }, departmentId })
  return waitFor(async () => (await queue.list('queue', boss)).find(item => item.contact.externalId === externalId))
}
const acts = (id: string, agentId: string) => ({ params: { id }, actor: user(agentId), body: {} })
async function ongoingWith(agentId: string, departmentId = 'sales') {
  const { id } = await waitingIn(departmentId)
  expect(await queue.call(acceptConversation, acts(id, agentId))).toMatchObject({ ok: true })
  return id
}
async function pendingWith(agentId: string, departmentId = 'sales') {
  const id = await ongoingWith(agentId, departmentId)
  expect(await queue.call(parkConversation, acts(id, agentId))).toMatchObject({ ok: true })
  return id
}
const transferTo = (id: string, agentId: string) =>
  queue.call(transferConversation, { params: { id }, actor: boss, body: { agentId } })
const stored = async (id: string) => (await queue.stored(id)).conversation
const lastStepOf = async (id: string) => {
  const history = await queue.call(listHistory, { params: { id }, actor: boss })
  if (!history.ok) throw new Error(history.error.detail)
  return (history.value as { items: Transition[] }).items.at(-1)
}

it('everything a deactivated agent had, ongoing or parked, waits in Queue again', async () => {
  const [ongoing, pending] = [await ongoingWith('leo'), await pendingWith('leo')]
  await queue.agentChanged({ ...agent('leo'), version: 2, active: false })
  for (const id of [ongoing, pending]) await waitFor(async () => (await stored(id))?.status === 'queued')
  expect(await lastStepOf(ongoing)).toMatchObject({ rule: 'T9', cause: 'agentDeactivated', previousAgentId: 'leo' })
  expect(await lastStepOf(pending)).toMatchObject({ rule: 'T11', cause: 'agentDeactivated', previousAgentId: 'leo' })
})

it('a supervisor returns, assigns and transfers what an agent has parked', async () => {
  const [returned, assigned, transferred] = [
    await pendingWith('ana'),
    await pendingWith('ana'),
    await pendingWith('ana')
  ]
  const answers = [
    await queue.call(returnConversation, { params: { id: returned }, actor: boss, body: {} }),
    await queue.call(assignConversation, { params: { id: assigned }, actor: boss, body: { agentId: 'rui' } }),
    await transferTo(transferred, 'rui')
  ]
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true])
  expect(await stored(returned)).toMatchObject({ status: 'queued' })
  expect(await stored(assigned)).toMatchObject({ status: 'offered', offer: { agentId: 'rui' } })
  expect(await stored(transferred)).toMatchObject({
    status: 'offered',
    agent: { id: 'ana' },
    slots: [expect.stringMatching(/^rui#/)]
  })
})

it('while a transfer is on offer, its source may answer', async () => {
  const id = await ongoingWith('ana')
  expect(await transferTo(id, 'rui')).toMatchObject({ ok: true })
  const body = { clientMessageId: newId(), content: { type: 'text' as const, text: 'One moment, please' } }
  expect(await queue.call(sendMessage, { params: { id }, actor: user('ana'), body })).toMatchObject({ ok: true })
  expect(await stored(id)).toMatchObject({ status: 'offered', offer: { agentId: 'rui' } })
})

it('what waits or is pending in a department that has ended moves to its successor, even later; ongoing work stays', async () => {
  const [waiting, pending, ongoing] = [
    await waitingIn('closing'),
    await pendingWith('ana', 'closing'),
    await ongoingWith('ana', 'closing')
  ]
  await queue.departmentChanged(ended('closing', 2, 'last'))
  await queue.departmentChanged(ended('last', 2, 'support'))
  for (const id of [waiting.id, pending])
    await waitFor(async () => (await stored(id))?.departmentId === 'support', { timeoutMs: 15_000 })
  expect(await stored(pending)).toMatchObject({ status: 'queued' })
  expect((await lastStepOf(waiting.id))?.rule).toBe('T21')
  expect(await stored(ongoing)).toMatchObject({ status: 'ongoing', departmentId: 'closing' })

  const late = newId()
  await queue.post({ contact: { id: late }, departmentId: 'closing' })
  const isThere = async () => (await queue.list('queue', boss)).find(item => item.contact.externalId === late)
  await waitFor(async () => (await isThere())?.departmentId === 'support', { timeoutMs: 15_000 })
  expect(await queue.call(returnConversation, acts(ongoing, 'ana'))).toMatchObject({ ok: true })
  await waitFor(async () => (await stored(ongoing))?.departmentId === 'support', { timeoutMs: 15_000 })
})
