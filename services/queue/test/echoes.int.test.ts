import type { DataOf, messageEchoed } from '@inbox/contracts'
import { messageIdOf } from '@inbox/kernel/derived-id'
import { renderMetrics } from '@inbox/telemetry'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { department } from './builders.ts'
import { openStoredQueue, type StoredQueue } from './stored-queue.ts'

let stored: StoredQueue
beforeAll(async () => {
  stored = await openStoredQueue(import.meta.url)
})
afterAll(() => stored?.[Symbol.asyncDispose]())

async function waiting() {
  const { world, queue } = await stored.begin()
  await queue.receive(world.message('first'))
  const id = await world.conversationOf(queue)
  const echoOf = (name: string, more: object = {}): DataOf<typeof messageEchoed> => {
    const at = world.clock.now().toISOString()
    const providerMessageId = world.name(name)
    return {
      ...{
        messageId: messageIdOf('wa', providerMessageId),
        providerMessageId,
        channelId: 'wa',
        contactId: world.name('bia')
      },
      ...{ author: 'Ana', content: { type: 'text', text: name }, sentAt: at, receivedAt: at },
      ...more
    }
  }
  const conversation = async () => (await stored.stores.conversations.load(id))!.conversation
  const feed = () => stored.stores.messages.page(id, 50)
  return { world, queue, id, echoOf, conversation, feed }
}

describe('an echo', () => {
  it('appears once among the messages, delivers nothing, and is found by its later statuses and changes', async () => {
    const { queue, id, echoOf, conversation, feed } = await waiting()
    const before = await conversation()
    const echo = echoOf('Called you')
    await queue.takeEcho(echo, queue.origin, false)
    expect(await queue.takeEcho(echo, queue.origin, false)).toMatchObject({ error: { code: 'already-sent' } })
    expect((await feed()).slice(1)).toMatchObject([
      { direction: 'outbound', echo: true, author: { name: 'Ana' }, status: 'sent', content: { text: 'Called you' } }
    ])
    const { version, lastMessage, ...same } = before
    expect(await conversation()).toMatchObject({
      ...same,
      lastMessage: { direction: 'outbound', preview: 'Called you' }
    })
    expect(stored.published.filter(({ type, key }) => type === 'delivery.requested' && key === id)).toEqual([])
    const about = { channelId: 'wa', messageId: echo.providerMessageId }
    await queue.reports.take({ ...about, status: 'read' }, queue.origin, false)
    await queue.changes.revocation({ ...about, at: echo.sentAt }, queue.origin, false)
    expect((await feed())[1]).toMatchObject({ status: 'read', content: { type: 'revoked' } })
  })

  it('of an answer sent from here changes nothing', async () => {
    const { world, queue, id, echoOf, feed } = await waiting()
    await queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
    const written = { clientMessageId: 'a', content: { type: 'text', text: 'From here' } as const }
    const sent = await queue.desk.send(id, world.reader('ana'), written, queue.origin)
    const messageId = sent.ok ? sent.value.id : ''
    const providerMessageId = world.name('wamid')
    await queue.reports.take({ channelId: 'wa', messageId, status: 'sent', providerMessageId }, queue.origin, false)
    expect(await queue.takeEcho(echoOf('wamid'), queue.origin, false)).toMatchObject({
      error: { code: 'already-sent' }
    })
    expect(await feed()).toHaveLength(2)
  })

  it('ends the wait if the department wants that, and begins nothing if nobody wrote', async () => {
    const { world, queue, echoOf, conversation } = await waiting()
    const sales = { ...department(world.name('sales'), 'automatic'), version: 2, closesWhenAnsweredElsewhere: true }
    await queue.teamChanges.departmentChanged(sales)
    await queue.takeEcho(echoOf('Called you'), queue.origin, false)
    expect(await conversation()).toMatchObject({ status: 'closed', reason: 'answeredElsewhere' })
    const stranger = echoOf('Who are you?', { contactId: world.name('nobody') })
    await expect(queue.takeEcho(stranger, queue.origin, false)).rejects.toMatchObject({ name: 'Retryable' })
    expect(await queue.takeEcho(stranger, queue.origin, true)).toMatchObject({ error: { code: 'not-found' } })
    expect((await renderMetrics()).body).toMatch(/^queue_echoes_dropped_total 1$/m)
  })
})
