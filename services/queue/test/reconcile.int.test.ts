import { acceptConversation } from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { connectMongo, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { AgentDocument } from '../src/store/agents.ts'
import type { ConversationDocument } from '../src/store/conversation-document.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
let mongo: Mongo
beforeAll(async () => {
  queue = await startQueue(import.meta.url)
  const { mongodbUrl: url, database } = queue.stores
  mongo = await connectMongo({ url, database: `${database}_queue`, logger: createLogger('test', 'silent') })
  await queue.present('ana')
})
afterAll(async () => {
  await mongo?.[Symbol.asyncDispose]()
  await queue?.[Symbol.asyncDispose]()
})

const repairs = async (kind: string) => {
  const metrics = await (await fetch(`${queue.urls[0]}/metrics`)).text()
  return Number(new RegExp(`^queue_repairs_total\\{[^}]*${kind}[^}]*\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0)
}
const boss = user('boss', 'supervisor')
async function waiting() {
  const contact = { id: newId() }
  await queue.post({ contact, departmentId: 'support' })
  return waitFor(async () => (await queue.list('queue', boss)).find(item => item.contact.externalId === contact.id))
}

it('I6: work held by an agent who is long gone is taken back and counted as a repair', async () => {
  const { id } = await waiting()
  await queue.call(acceptConversation, { params: { id }, actor: user('ana') })
  expect(await repairs('heldByGoneAgent')).toBe(0)

  // as if the walk over the agent's work had never happened
  await mongo
    .collection<AgentDocument>('agents')
    .updateOne({ _id: 'ana' }, { $set: { link: 'disconnected', presenceAt: new Date(Date.now() - 60_000) } })

  await waitFor(async () => (await queue.list('myInbox', user('ana'))).some(item => item.id === id), {
    timeoutMs: 30_000
  })
  expect(await repairs('heldByGoneAgent')).toBe(1)
})

it('I2: an offer that outlived its deadline unnoticed ends and is counted as a repair', async () => {
  const { id } = await waiting()
  const offer = {
    id: newId(),
    agentId: 'rui',
    agentName: 'rui',
    kind: 'automatic' as const,
    expiresAt: new Date(Date.now() - 60_000)
  }
  const offered = { status: 'offered' as const, offer, slots: ['rui#0'], assignees: ['rui'] }
  await mongo
    .collection<ConversationDocument>('conversations')
    .updateOne({ _id: id }, { $set: offered, $inc: { version: 1 } })
  await waitFor(async () => (await queue.list('queue', boss)).some(item => item.id === id), { timeoutMs: 30_000 })
  expect(await repairs('overdueOffer')).toBe(1)
})
