import { acceptConversation } from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { AgentDocument } from '../src/store/agents.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url)
  await queue.present('ana')
})
afterAll(() => queue[Symbol.asyncDispose]())

const repairs = async () =>
  Number(/^queue_repairs_total\{[^}]*\} (\d+)$/m.exec(await (await fetch(`${queue.urls[0]}/metrics`)).text())?.[1] ?? 0)

it('I6: work that an agent holds although they are long gone is taken back and counted as a repair', async () => {
  const contact = { id: newId() }
  await queue.post({ contact, departmentId: 'support' })
  const boss = user('boss', 'supervisor')
  const { id } = await waitFor(async () =>
    (await queue.list('queue', boss)).find(item => item.contact.externalId === contact.id)
  )
  await queue.call(acceptConversation, { params: { id }, actor: user('ana') })
  expect(await repairs()).toBe(0)

  // as if the walk over the agent's work had never happened
  await using mongo = await connectMongo({
    url: queue.stores.mongodbUrl,
    database: `${queue.stores.database}_queue`,
    logger: createLogger('test', 'silent')
  })
  await mongo
    .collection<AgentDocument>('agents')
    .updateOne({ _id: 'ana' }, { $set: { link: 'disconnected', presenceAt: new Date(Date.now() - 60_000) } })

  await waitFor(async () => (await queue.list('myInbox', user('ana'))).some(item => item.id === id), {
    timeoutMs: 15_000
  })
  expect(await repairs()).toBe(1)
})
