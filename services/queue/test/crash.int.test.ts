import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue } from './queue-fixture.ts'

const failPoints = [
  'storage.beforeCommit',
  'storage.afterCommit',
  'outbox.afterRecord',
  'outbox.afterPublish',
  'outbox.afterTrim'
]

let queue: QueueUnderTest
beforeAll(async () => {
  queue = await startQueue(import.meta.url, { replicas: 0 })
  // the first replica declares its broker queues: from then on messages wait there
  await using _first = queue.spawn()
  await waitFor(() => queue.post().then(() => true), { timeoutMs: 20_000 })
})
afterAll(() => queue[Symbol.asyncDispose]())

it.each(failPoints)(
  'I8, I11, I13: when a process is killed -9, another stores each message once and publishes each step, without help: at %s',
  async failPoint => {
    const contact = { id: newId(), name: 'Bia' }
    const posted: string[] = []
    for (const part of ['a', 'b']) {
      const sent = await queue.post({ contact, content: { type: 'text', text: `message ${part}` } })
      await queue.post(sent)
      posted.push(sent.messageId)
    }
    await using crashing = queue.spawn(failPoint)
    expect(await crashing.ended).toBe('SIGKILL')
    await using _replica = queue.spawn()

    const mine = () =>
      queue.seen.filter(
        ({ data }) =>
          (data as { conversation?: { contact: { externalId: string } } }).conversation?.contact.externalId ===
          contact.id
      )
    const appended = () => mine().filter(({ type }) => type === 'message.appended')
    await waitFor(
      () =>
        new Set(appended().map(({ data }) => (data as { message: { id: string } }).message.id)).size === posted.length,
      { timeoutMs: 20_000 }
    )
    const versions = [...new Set(mine().map(({ version }) => version))]
    expect(versions).toEqual([1, 2])
    expect(new Set(mine().map(({ key }) => key)).size).toBe(1)
    expect(mine().filter(({ type }) => type === 'conversation.queued').length).toBeGreaterThanOrEqual(1)

    const conversationId = mine()[0]!.key
    const stored = await queue.stored(conversationId)
    expect(stored.messages.sort()).toEqual(posted.sort())
    expect(stored.conversation).toMatchObject({ version: 2, unread: 2, status: 'queued' })
    expect(stored.transitions).toEqual([1])
  },
  120_000
)
