import {
  acceptConversation,
  assignConversation,
  type ConversationSummary,
  cancelTransfer,
  declineOffer,
  listHistory,
  type Operation,
  returnConversation,
  type Transition,
  transferConversation
} from '@inbox/contracts'
import type { User } from '@inbox/http'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { agent, department } from './builders.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

const boss = user('boss', 'supervisor')
let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url, {
    replicas: 2,
    departments: ['sales', 'support'].map(id => department(id, 'manual')),
    agents: ['ana', 'rui'].map(id => agent(id, { departmentIds: ['sales'], limit: 50 }))
  })
  for (const each of queue.agents) await queue.present(each.id)
}, 60_000)
afterAll(() => queue[Symbol.asyncDispose]())

async function done<Op extends Operation>(operation: Op, actor: User, id: string, body: object) {
  const answer = await queue.call(operation as Operation, { params: { id }, actor, body } as never)
  if (!answer.ok) throw new Error(answer.error.detail)
  return answer.value as ConversationSummary
}
async function waiting(): Promise<string> {
  const externalId = newId()
  await queue.post({ contact: { id: externalId }, departmentId: 'sales' })
  const found = await waitFor(async () =>
    (await queue.list('queue', boss)).find(item => item.contact.externalId === externalId)
  )
  return found.id
}
async function ongoing(): Promise<string> {
  const id = await waiting()
  await done(acceptConversation, user('ana'), id, {})
  return id
}
async function offered(): Promise<{ id: string; offerId: string }> {
  const id = await waiting()
  const { offer } = await done(assignConversation, boss, id, { agentId: 'ana' })
  return { id, offerId: offer!.id }
}
const stepsOf = async (id: string) => {
  const history = await queue.call(listHistory, { params: { id }, actor: boss })
  if (!history.ok) throw new Error(history.error.detail)
  return (history.value as { items: Transition[] }).items.map(({ rule }) => rule)
}

interface Act {
  operation: Operation
  by: User
  begin: () => Promise<{ id: string; body: object }>
}
const acts: [string, Act][] = [
  [
    'declining an offer',
    {
      operation: declineOffer,
      by: user('ana'),
      begin: async () => {
        const { id, offerId } = await offered()
        return { id, body: { offerId } }
      }
    }
  ],
  [
    'a return to Queue',
    { operation: returnConversation, by: user('ana'), begin: async () => ({ id: await ongoing(), body: {} }) }
  ],
  [
    'a transfer to an agent',
    {
      operation: transferConversation,
      by: user('ana'),
      begin: async () => ({ id: await ongoing(), body: { agentId: 'rui', note: 'yours' } })
    }
  ],
  [
    'a transfer to a department one is not a member of',
    {
      operation: transferConversation,
      by: user('ana'),
      begin: async () => ({ id: await ongoing(), body: { departmentId: 'support' } })
    }
  ],
  [
    'cancelling a transfer',
    {
      operation: cancelTransfer,
      by: user('ana'),
      begin: async () => {
        const id = await ongoing()
        await done(transferConversation, user('ana'), id, { agentId: 'rui' })
        return { id, body: {} }
      }
    }
  ],
  [
    'an assignment',
    { operation: assignConversation, by: boss, begin: async () => ({ id: await waiting(), body: { agentId: 'rui' } }) }
  ]
]

describe.each(acts)('%s, repeated by a client that got no answer,', (_, { operation, by, begin }) => {
  it('is done once and answers the same, whether repeated in turn or concurrently', async () => {
    const { id, body } = await begin()
    const before = await stepsOf(id)
    const input = { params: { id }, actor: by, body: { ...body, clientActionId: newId() } } as never
    const sideBySide = await Promise.all([0, 1, 0].map(replica => queue.call(operation, input, replica)))
    const later = await queue.call(operation, input, 1)
    expect(later).toMatchObject({ ok: true, value: { id } })
    for (const each of sideBySide) expect(each).toEqual(later)
    await waitFor(async () => (await stepsOf(id)).length > before.length)
    expect(await stepsOf(id)).toHaveLength(before.length + 1)
  })

  it('is another action under another id, and refused if it is no longer possible', async () => {
    const { id, body } = await begin()
    await done(operation, by, id, { ...body, clientActionId: newId() })
    const other = { params: { id }, actor: by, body: { ...body, clientActionId: newId() } } as never
    expect(await queue.call(operation, other)).toMatchObject({ ok: false })
  })
})
