import { acceptConversation, type Envelope } from '@inbox/contracts'
import { freePort } from '@inbox/devstack'
import { newId } from '@inbox/runtime'
import { connectMongo, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor, withClockOff } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ConversationDocument } from '../src/store/conversation-document.ts'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

const FIVE_MINUTES_MS = 300_000
const [fast, slow] = [withClockOff(FIVE_MINUTES_MS), withClockOff(-FIVE_MINUTES_MS)]
let queue: QueueUnderTest
let mongo: Mongo
beforeAll(async () => {
  queue = await startQueue(import.meta.url, { replicas: 0 })
  const { mongodbUrl: url, database } = queue.stores
  mongo = await connectMongo({ url, database: `${database}_queue`, logger: createLogger('test', 'silent') })
  // the first one declares its broker queues: from then on messages are kept there
  await using _first = await queue.spawnAt(await freePort())
})
afterAll(async () => {
  await mongo?.[Symbol.asyncDispose]()
  await queue?.[Symbol.asyncDispose]()
})

const toldOf = (externalId: string, type: string) =>
  queue.seen.find(
    each =>
      each.type === type &&
      (each as Envelope<{ conversation: { contact: { externalId: string } } }>).data.conversation.contact.externalId ===
        externalId
  )

describe('processes whose clocks are five minutes off', () => {
  it('I11, I13: what one of them left behind when it was killed is published by the next one as soon as it starts', async () => {
    for (const [dying, heir] of [
      [fast, slow],
      [slow, fast]
    ]) {
      const contact = { id: newId() }
      await queue.post({ contact })
      expect(await queue.spawn('outbox.afterRecord', dying).ended).toBe('SIGKILL')
      await using _heir = await queue.spawnAt(await freePort(), heir)
      await waitFor(() => toldOf(contact.id, 'message.appended'), { timeoutMs: 60_000 })
    }
  })

  it('I6: an agent’s work is taken back once a process with a fast clock hears that the agent is gone', async () => {
    await using replica = await queue.spawnAt(await freePort(), fast)
    const ana = user('ana')
    const contact = { id: newId() }
    await queue.presentSoon('ana')
    await queue.post({ contact, departmentId: 'support' })
    const { key: id } = await waitFor(() => toldOf(contact.id, 'conversation.queued'))
    const accepted = await replica.client.call(acceptConversation, { params: { id }, actor: ana })
    expect(accepted).toMatchObject({ ok: true })
    await queue.presentSoon('ana', { link: 'disconnected' })
    await waitFor(() => toldOf(contact.id, 'conversation.parked'))

    // as if the walk over the agent's work had never got here
    const ongoing = { status: 'ongoing' as const, slots: ['ana#0'], assignees: ['ana'] }
    await mongo
      .collection<ConversationDocument>('conversations')
      .updateOne({ _id: id }, { $set: ongoing, $unset: { reason: '' }, $inc: { version: 1 } })
    await waitFor(async () => (await queue.stored(id)).conversation?.status === 'pending', { timeoutMs: 60_000 })
  })
})
