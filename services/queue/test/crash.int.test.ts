import { closeConversation, eraseContact, messageAppended } from '@inbox/contracts'
import { freePort } from '@inbox/devstack'
import { connectBroker, defineConsumer, listParked, on } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

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
  // the first replica declares its broker queues: from then on messages are kept there
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

it('a contact whose erasure has begun is erased by the next process, wherever the first was killed -9', async () => {
  const secret = `SECRET-${newId()}`
  const { rabbitmqUrl: url } = queue.stores
  const logger = createLogger('test', 'silent')
  await using broken = connectBroker({ url, service: 'distribution', publishes: [], logger })
  const defect = on(messageAppended, async () => {
    throw new Error('bug')
  })
  broken.consume(defineConsumer({ name: 'distribution.broken', prefetch: 10, handlers: [defect] }))
  await broken.whenReady()
  await using first = await queue.spawnAt(await freePort())
  await queue.post({ contact: { id: secret, name: secret }, content: { type: 'text', text: secret } })
  const appended = await waitFor(() =>
    queue.seen.find(({ type, data }) => type === 'message.appended' && JSON.stringify(data).includes(secret))
  )
  const params = { id: appended.key }
  const { conversation } = appended.data as { conversation: { contact: { id: string } } }
  expect(await first.client.call(closeConversation, { params, actor: user('boss', 'supervisor') })).toMatchObject({
    ok: true
  })
  await waitFor(() => queue.seen.some(({ type, key }) => type === 'conversation.closed' && key === params.id))
  const parked = async () => JSON.stringify(await listParked(url))
  await waitFor(async () => (await parked()).includes(secret))
  await first[Symbol.asyncDispose]()

  await using asked = await queue.spawnAt(await freePort(), { FAIL_POINT: 'erase.contact' })
  const of = { params: { id: conversation.contact.id }, actor: user('root', 'admin') }
  await asked.client.call(eraseContact, of).catch(() => undefined)
  expect(await asked.ended).toBe('SIGKILL')
  for (const moment of ['erase.told', 'erase.messages']) {
    expect(await queue.dump()).toContain(secret)
    await using dying = queue.spawn(moment)
    expect(await dying.ended).toBe('SIGKILL')
  }
  expect(await queue.dump()).toContain(secret)
  await using noted = queue.spawn('erase.parked')
  expect(await noted.ended).toBe('SIGKILL')
  await using dropped = queue.spawn('parked.dropped')
  expect(await dropped.ended).toBe('SIGKILL')
  await using _last = queue.spawn()
  await waitFor(async () => !(await queue.dump()).includes(secret), { timeoutMs: 30_000 })
  await waitFor(async () => !(await parked()).includes(secret), { timeoutMs: 30_000 })
})
