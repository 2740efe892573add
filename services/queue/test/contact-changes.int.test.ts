import type { Content, Message } from '@inbox/contracts'
import { renderMetrics } from '@inbox/telemetry'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { QueueOver } from './queue-over.ts'
import { openStoredQueue, type StoredQueue } from './stored-queue.ts'
import type { World } from './world.ts'

let stored: StoredQueue
beforeAll(async () => {
  stored = await openStoredQueue(import.meta.url)
})
afterAll(() => stored?.[Symbol.asyncDispose]())

const text = (said: string): Content => ({ type: 'text', text: said })
/** A contact who wrote `first`, and Ana, who answered it. */
async function talk() {
  const { world, queue } = await stored.begin()
  await queue.receive(world.message('first'))
  const id = await world.conversationOf(queue)
  await queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
  const answer = await reply(world, queue, id, 'Good morning')
  const conversation = async () => (await stored.stores.conversations.load(id))!.conversation
  const feed = (withFormer?: boolean) => stored.stores.messages.page(id, 50, undefined, withFormer)
  return { world, queue, id, answer, conversation, feed }
}
async function reply(world: World, queue: QueueOver, id: string, said: string, messageId?: string) {
  const written = { clientMessageId: said, content: text(said) as never, ...(messageId && { replyTo: { messageId } }) }
  const sent = await queue.desk.send(id, world.reader('ana'), written, queue.origin)
  if (!sent.ok) throw new Error(sent.error.detail)
  return sent.value
}
const told = (messageId: string) =>
  stored.published
    .filter(({ type, key }) => type === 'message.changed' && key === messageId)
    .map(({ data }) => data as { message: Message })
const dropped = async () =>
  Number(/^queue_contact_changes_dropped_total (\d+)$/m.exec((await renderMetrics()).body)?.[1] ?? 0)

describe('a quote', () => {
  it('may be of any message between us and the contact, by our id or the provider’s, and shows its current content', async () => {
    const { world, queue, id, answer, feed } = await talk()
    await queue.reports.take(
      { channelId: 'wa', messageId: answer.id, status: 'sent', providerMessageId: world.name('wamid') },
      queue.origin,
      false
    )
    await queue.receive(world.message('second', { replyTo: { messageId: world.name('wamid') } }))
    await queue.receive(world.message('third', { replyTo: { messageId: world.name('first') } }))
    await reply(world, queue, id, 'As I said', answer.id)
    expect((await feed()).map(({ replyTo }) => replyTo)).toEqual([
      undefined,
      undefined,
      expect.objectContaining({
        messageId: answer.id,
        quoted: { direction: 'outbound', author: world.name('ana'), type: 'text', preview: 'Good morning' }
      }),
      expect.objectContaining({
        messageId: world.name('first'),
        quoted: expect.objectContaining({ preview: 'first' })
      }),
      expect.objectContaining({ messageId: answer.id, providerMessageId: world.name('wamid') })
    ])
    const asked = stored.published.filter(({ type, key }) => type === 'delivery.requested' && key === id)
    expect(asked.at(-1)).toMatchObject({
      data: { replyTo: { messageId: answer.id, providerMessageId: world.name('wamid') } }
    })
    const edit = {
      channelId: 'wa',
      messageId: world.name('first'),
      content: text('changed') as never,
      at: world.clock.now().toISOString()
    }
    await queue.changes.edit(edit, queue.origin, false)
    expect((await feed())[3]).toMatchObject({ replyTo: { quoted: { preview: 'changed' } } })
  })

  it('of an unknown message, or of another contact’s, is no reason to refuse a message, and shows nothing', async () => {
    const { world, queue, id, feed } = await talk()
    const other = await talk()
    await queue.receive(world.message('second', { replyTo: { messageId: 'nobody’s' } }))
    await queue.receive(world.message('third', { replyTo: { messageId: other.answer.id } }))
    const [, , second, third] = await feed()
    expect([second!.replyTo, third!.replyTo]).toEqual([{ messageId: 'nobody’s' }, { messageId: other.answer.id }])
    const sent = await reply(world, queue, id, 'About that', 'nobody’s')
    expect(sent).toMatchObject({ replyTo: { messageId: 'nobody’s' } })
  })
})

describe('a reaction', () => {
  const react = (
    { world, queue }: Pick<Awaited<ReturnType<typeof talk>>, 'world' | 'queue'>,
    messageId: string,
    emoji?: string,
    by = 'bia'
  ) =>
    queue.changes.reaction(
      {
        channelId: 'wa',
        messageId,
        contactId: world.name(by),
        at: world.clock.now().toISOString(),
        ...(emoji && { emoji })
      },
      queue.origin,
      false
    )

  it('is shown with the message, ours or theirs, until it is removed, and changes nothing in the conversation', async () => {
    const it = await talk()
    const before = await it.conversation()
    await react(it, it.answer.id, '👍')
    await react(it, it.world.name('first'), '❤️')
    expect((await it.feed()).map(({ reactions }) => reactions?.map(({ emoji }) => emoji))).toEqual([['❤️'], ['👍']])
    await react(it, it.answer.id)
    expect((await it.feed())[1]).toMatchObject({ reactions: [] })
    expect(await it.conversation()).toEqual(before)
    expect(told(it.answer.id).map(({ message }) => message.reactions?.length)).toEqual([1, 0])
  })

  it('on another channel, or by somebody with no part in the conversation, changes nothing', async () => {
    const it = await talk()
    await expect(react(it, it.answer.id, '👍', 'somebody else')).rejects.toMatchObject({ name: 'Retryable' })
    const at = it.world.clock.now().toISOString()
    const elsewhere = { channelId: 'web', messageId: it.answer.id, contactId: it.world.name('bia'), emoji: '👍', at }
    await expect(it.queue.changes.reaction(elsewhere, it.queue.origin, false)).rejects.toMatchObject({
      name: 'Retryable'
    })
    expect((await it.feed())[1]).not.toHaveProperty('reactions')
  })
})

describe('a changed message', () => {
  it('shows its current text, also in lists and searches; former texts are for supervisors', async () => {
    const { world, queue, id, conversation, feed } = await talk()
    await queue.receive(world.message('second', { content: text('zanzibar') as never }))
    const about = { channelId: 'wa', messageId: world.name('second') }
    const at = () => world.clock.now().toISOString()
    const before = await conversation()
    const edit = { ...about, content: text('mombasa') as never, at: at() }
    await queue.changes.edit(edit, queue.origin, false)
    await queue.changes.edit(edit, queue.origin, false)
    expect(await conversation()).toMatchObject({
      status: before.status,
      unread: before.unread,
      lastMessage: { preview: 'mombasa' }
    })
    expect((await feed()).at(-1)).toMatchObject({ content: text('mombasa'), editedAt: edit.at })
    expect((await feed()).at(-1)).not.toHaveProperty('formerly')
    expect((await feed(true)).at(-1)?.formerly?.map(({ content }) => content)).toEqual([text('zanzibar')])
    expect(told(about.messageId)).toHaveLength(1)
    expect(JSON.stringify(told(about.messageId))).not.toContain('zanzibar')
    const found = async (q: string) => {
      const page = await stored.stores.search.page({ q, scopes: [{ _id: id }] }, 10)
      return page.ok && page.value.conversations.length
    }
    expect([await found('zanzibar'), await found('mombasa')]).toEqual([0, 1])
    await queue.changes.revocation({ ...about, at: at() }, queue.origin, false)
    expect((await feed()).at(-1)).toMatchObject({ content: { type: 'revoked' } })
    expect(await conversation()).toMatchObject({ lastMessage: { type: 'revoked', preview: 'revoked' } })
    expect(await found('mombasa')).toBe(0)
  })

  it('keeps the file that it shows from then on', async () => {
    const { world, queue } = await talk()
    const [messageId, mediaId] = [world.name('first'), world.name('file')]
    const content = { type: 'image', mediaId, mimeType: 'image/png' } as const
    const edit = { channelId: 'wa', messageId, content, at: world.clock.now().toISOString() }
    await queue.changes.edit(edit, queue.origin, false)
    const named = stored.published.filter(({ type }) => type === 'message.mediaNamed').map(({ data }) => data)
    expect(named).toContainEqual(expect.objectContaining({ mediaId, messageId }))
  })

  it('is one of the contact’s: nobody changes or deletes an answer of ours', async () => {
    const { world, queue, answer, feed } = await talk()
    const revocation = { channelId: 'wa', messageId: answer.id, at: world.clock.now().toISOString() }
    await expect(queue.changes.revocation(revocation, queue.origin, false)).rejects.toMatchObject({ name: 'Retryable' })
    expect((await feed())[1]).toMatchObject({ content: text('Good morning') })
  })

  it('that does not exist yet is waited for, then the change is counted and dropped without an error', async () => {
    const { world, queue } = await talk()
    const at = world.clock.now().toISOString()
    const unknown = { channelId: 'wa', messageId: 'unknown', at }
    await expect(queue.changes.revocation(unknown, queue.origin, false)).rejects.toMatchObject({ name: 'Retryable' })
    const before = await dropped()
    const edit = { ...unknown, content: text('late') as never }
    expect(await queue.changes.edit(edit, queue.origin, true)).toMatchObject({ error: { code: 'not-found' } })
    expect(await dropped()).toBe(before + 1)
  })
})
