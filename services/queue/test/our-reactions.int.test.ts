import { type DataOf, deliveryRequested, type Envelope, type Message } from '@inbox/contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openStoredQueue, type StoredQueue } from './stored-queue.ts'

let stored: StoredQueue
beforeAll(async () => {
  stored = await openStoredQueue(import.meta.url)
})
afterAll(() => stored?.[Symbol.asyncDispose]())

/** Ana has what a contact wrote on a channel of this kind. */
async function talk(kind: 'whatsapp' | 'email' = 'whatsapp') {
  const { world, queue } = await stored.begin()
  const channel = { id: 'wa', kind, name: 'Shop', session: { kind: 'window' as const } }
  await queue.receive(world.message('first', { channel }))
  const id = await world.conversationOf(queue)
  await queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
  const messageId = world.name('first')
  const loaded = async () => (await stored.stores.conversations.load(id))!
  const react = async (emoji?: string, by = 'ana', to = messageId) =>
    queue.desk.react(await loaded(), world.reader(by), { messageId: to, ...(emoji && { emoji }) }, queue.origin)
  const asked = () =>
    (stored.published as Envelope<DataOf<typeof deliveryRequested>>[])
      .filter(({ type, key }) => type === deliveryRequested.type && key === id)
      .map(({ data }) => data)
  const ours = async () => (await stored.stores.messages.get(messageId))?.ourReaction
  return { world, queue, id, messageId, loaded, react, asked, ours }
}

describe('an agent’s reaction', () => {
  it('is sent to the contact, is shown with the message, and changes nothing in the conversation', async () => {
    const it = await talk()
    const before = (await it.loaded()).conversation
    expect(await it.react('👍')).toMatchObject({ ok: true, value: { ourReaction: { emoji: '👍', status: 'queued' } } })
    expect((await it.loaded()).conversation).toEqual(before)
    expect(it.asked()).toEqual([
      expect.objectContaining({
        messageId: `${it.messageId}.reaction-1`,
        content: {
          type: 'reaction',
          to: { messageId: it.messageId, providerMessageId: before.latestReceived?.providerMessageId },
          emoji: '👍'
        },
        window: { expiresAt: before.window!.expiresAt.toISOString() }
      })
    ])
    const changed = stored.published.filter(({ type, key }) => type === 'message.changed' && key === it.messageId)
    expect(changed.map(({ data }) => (data as { message: Message }).message.ourReaction?.emoji)).toEqual(['👍'])
  })

  it('requested many times at once is sent once; replaced or removed, it is sent each time', async () => {
    const it = await talk()
    await Promise.all([it.react('👍'), it.react('👍'), it.react('👍')])
    await it.react('❤️')
    await it.react()
    await it.react()
    const emoji = it.asked().map(({ content }) => 'emoji' in content && content.emoji)
    expect(emoji).toEqual(['👍', '❤️', false])
  })

  it('shows what the channel reports about it, in whichever report, and not about one that was replaced', async () => {
    const it = await talk()
    await it.react('👍')
    await it.react('❤️')
    const at = it.world.clock.now().toISOString()
    const about = { conversationId: it.id, channelId: 'wa', at }
    const failure = { ...about, messageId: `${it.messageId}.reaction-1`, code: 'refused' as const, error: 'too old' }
    await it.queue.reports.failed(failure, it.queue.origin, false)
    expect(await it.ours()).toMatchObject({ emoji: '❤️', status: 'queued' })
    await it.queue.reports.failed({ ...failure, messageId: `${it.messageId}.reaction-2` }, it.queue.origin, false)
    expect(await it.ours()).toMatchObject({ status: 'failed', failure: 'refused', error: 'too old', formerly: '👍' })
    expect((await it.loaded()).conversation.undelivered).toBeUndefined()
    await it.react('❤️')
    const sent = { ...about, messageId: `${it.messageId}.reaction-3`, status: 'sent' as const }
    await expect(it.queue.reports.take({ ...sent, channelId: 'web' }, it.queue.origin, false)).resolves.toMatchObject({
      error: { code: 'not-found' }
    })
    await it.queue.reports.take(sent, it.queue.origin, false)
    expect(await it.ours()).toMatchObject({ emoji: '❤️', status: 'sent' })
  })

  it('is refused to somebody who may not answer, on channels without reactions, and on anything but the contact’s messages', async () => {
    const it = await talk()
    expect(await it.react('👍', 'rui')).toMatchObject({ error: { code: 'not-owner' } })
    const said = { clientMessageId: 'a1', content: { type: 'text' as const, text: 'Hello' } }
    const answer = await it.queue.desk.send(it.id, it.world.reader('ana'), said, it.queue.origin)
    if (!answer.ok) throw new Error(answer.error.detail)
    expect(await it.react('👍', 'ana', answer.value.id)).toMatchObject({ error: { code: 'not-found' } })
    const other = await talk('email')
    expect(await it.react('👍', 'ana', other.messageId)).toMatchObject({ error: { code: 'not-found' } })
    expect(await other.react('👍')).toMatchObject({ error: { code: 'not-supported' } })
    const at = it.world.clock.now().toISOString()
    await it.queue.changes.revocation({ channelId: 'wa', messageId: it.messageId, at }, it.queue.origin, false)
    expect(await it.react('👍')).toMatchObject({ error: { code: 'not-found' } })
  })
})
