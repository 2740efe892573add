import {
  acceptConversation,
  type Content,
  type ConversationSummary,
  closeConversation,
  type DataOf,
  type Draft,
  deliveryRequested,
  type Envelope,
  getConversation,
  type InternalNote,
  listNotes,
  markRead,
  putDraft,
  putTags,
  sendAgain,
  sendMessage,
  tellTyping,
  transferConversation,
  writeNote
} from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
const [ana, rui, boss, zoe] = [
  user('ana'),
  user('rui'),
  user('boss', 'supervisor'),
  user('zoe', 'agent', ['elsewhere'])
]

beforeAll(async () => {
  queue = await startQueue(import.meta.url, { replicas: 2 })
  for (const { id } of [ana, rui]) await queue.present(id)
})
afterAll(() => queue[Symbol.asyncDispose]())

async function waiting(): Promise<ConversationSummary> {
  const id = newId()
  await queue.post({ contact: { id, name: 'Bia' } })
  return waitFor(async () => (await queue.list('queue', boss)).find(({ contact }) => contact.externalId === id))
}
/** A conversation served by Ana; closed at the end of the test. */
async function ongoing() {
  const { id } = await waiting()
  await queue.call(acceptConversation, { params: { id }, actor: ana })
  const close = async () => void (await queue.call(closeConversation, { params: { id }, actor: boss }))
  return { id, [Symbol.asyncDispose]: close }
}
/** Hands it over from Ana to Rui. */
async function handOver(id: string) {
  await queue.call(transferConversation, { params: { id }, body: { agentId: 'rui' }, actor: ana })
  const accepted = await queue.call(acceptConversation, { params: { id }, actor: rui })
  expect(accepted).toMatchObject({ value: { status: 'ongoing', agent: { id: 'rui' } } })
}
const detail = async (id: string, actor = ana) => {
  const answer = await queue.call(getConversation, { params: { id }, actor }, 1)
  return (answer.ok ? answer.value : undefined) as ConversationSummary & { draft?: Draft }
}

describe('an internal note', () => {
  const write = (id: string, text: string, actor = ana, clientNoteId?: string) =>
    queue.call(writeNote, { params: { id }, body: { text, ...(clientNoteId && { clientNoteId }) }, actor })
  const notesOf = async (id: string, actor = ana, query: object = {}) => {
    const answer = await queue.call(listNotes, { params: { id }, query, actor }, 1)
    if (!answer.ok) throw new Error(answer.error.detail)
    return answer.value as { items: InternalNote[]; nextCursor: string | null }
  }

  it('given with a transfer is listed among the notes, and sent to sockets, once', async () => {
    await using conversation = await ongoing()
    const { id } = conversation
    const body = { agentId: 'rui', note: 'speaks only Portuguese' }
    await queue.call(transferConversation, { params: { id }, body, actor: ana })
    const { items } = await notesOf(id, rui)
    expect(items).toMatchObject([{ conversationId: id, author: { id: 'ana' }, text: 'speaks only Portuguese' }])
    const told = () => queue.seen.filter(({ type, key }) => type === 'conversation.noted' && key === items[0]!.id)
    await waitFor(() => told().length > 0)
    await queue.atRest()
    expect(told()).toHaveLength(1)
    await queue.call(acceptConversation, { params: { id }, actor: rui })
  })

  it('is read by other agents, sent to sockets, and never among the messages', async () => {
    await using conversation = await ongoing()
    const { id } = conversation
    const before = await detail(id)
    const written = await write(id, 'wants a refund')
    expect(written).toMatchObject({ value: { author: { id: 'ana', name: 'ana' }, text: 'wants a refund' } })
    const { items } = await notesOf(id, rui)
    expect(items).toMatchObject([{ conversationId: id, text: 'wants a refund' }])
    const told = await waitFor(() =>
      queue.seen.find(({ type, key }) => type === 'conversation.noted' && key === items[0]!.id)
    )
    expect(told.data).toMatchObject({
      note: { conversationId: id, text: 'wants a refund' },
      departmentId: 'support',
      agentId: 'ana'
    })
    expect(await queue.messagesOf(id, ana)).toHaveLength(1)
    expect(queue.seen.some(({ type, key }) => type === 'delivery.requested' && key === id)).toBe(false)
    expect(await detail(id)).toEqual(before)
  })

  it('is written once however often it is submitted', async () => {
    const { id } = await waiting()
    const clientNoteId = newId()
    const answers = await Promise.all(Array.from({ length: 5 }, () => write(id, 'once', ana, clientNoteId)))
    expect(new Set(answers.map(answer => answer.ok && (answer.value as InternalNote).id)).size).toBe(1)
    expect((await notesOf(id)).items).toHaveLength(1)
  })

  it('stays when the conversation is transferred, and can be added after its end', async () => {
    const { id } = await waiting()
    await write(id, 'seen in Queue')
    await queue.call(acceptConversation, { params: { id }, actor: ana })
    await handOver(id)
    await queue.call(closeConversation, { params: { id }, actor: rui })
    await write(id, 'called back', rui)
    expect((await notesOf(id, rui)).items.map(({ text }) => text)).toEqual(['seen in Queue', 'called back'])
  })

  it('is listed in pages, newest first, each in order', async () => {
    const { id } = await waiting()
    for (const text of ['1', '2', '3']) await write(id, text)
    const newest = await notesOf(id, ana, { limit: 2 })
    const older = await notesOf(id, ana, { limit: 2, cursor: newest.nextCursor })
    expect([newest, older].map(({ items }) => items.map(({ text }) => text))).toEqual([['2', '3'], ['1']])
    expect(older.nextCursor).toBeNull()
  })

  it('is hidden from agents who may not see the conversation', async () => {
    const { id } = await waiting()
    expect(await write(id, 'x', zoe)).toMatchObject({ error: { status: 404 } })
    expect(await queue.call(listNotes, { params: { id }, query: {}, actor: zoe })).toMatchObject({
      error: { status: 404 }
    })
  })
})

describe('a draft', () => {
  const draft = (id: string, text: string, actor = ana) =>
    queue.call(putDraft, { params: { id }, body: { text }, actor })

  it('is kept for its agent without changing the conversation, and is nobody else’s while they own it', async () => {
    await using conversation = await ongoing()
    const { id } = conversation
    const { version } = await detail(id)
    await draft(id, 'Dear')
    await draft(id, 'Dear Bia')
    expect(await detail(id)).toMatchObject({ version, draft: { text: 'Dear Bia', agent: { id: 'ana' } } })
    expect(await detail(id, rui)).not.toHaveProperty('draft')
    await draft(id, '')
    expect(await detail(id)).not.toHaveProperty('draft')
  })

  it('is shown to the next owner as left by the last one, until they have one of their own', async () => {
    await using conversation = await ongoing()
    const { id } = conversation
    await draft(id, 'Dear Bia')
    await handOver(id)
    expect((await detail(id, rui)).draft).toMatchObject({ text: 'Dear Bia', agent: { id: 'ana' } })
    await draft(id, 'Hello', rui)
    expect((await detail(id, rui)).draft).toMatchObject({ text: 'Hello', agent: { id: 'rui' } })
  })

  it('is gone once the owner has answered, and what is written after that stays', async () => {
    await using conversation = await ongoing()
    const { id } = conversation
    await draft(id, 'Dear Bia')
    const body = { clientMessageId: newId(), content: { type: 'text' as const, text: 'Dear Bia' } }
    await queue.call(sendMessage, { params: { id }, body, actor: ana })
    expect(await detail(id)).not.toHaveProperty('draft')
    await draft(id, 'One more thing')
    await queue.call(sendMessage, { params: { id }, body, actor: ana })
    expect((await detail(id)).draft).toMatchObject({ text: 'One more thing' })
  })
})

describe('an answer that the channel does not support', () => {
  it('is refused with 422 and the obstacle, and appears in no list', async () => {
    await using conversation = await ongoing()
    const { id } = conversation
    const content = { type: 'text' as const, text: 'a'.repeat(4097) }
    const body = { clientMessageId: newId(), content }
    expect(await queue.call(sendMessage, { params: { id }, body, actor: ana })).toMatchObject({
      error: { status: 422, code: 'not-supported', detail: expect.stringContaining('4096 characters') }
    })
    expect(await queue.messagesOf(id, ana)).toHaveLength(1)
  })
})

describe('a template', () => {
  it('leaves after the session window, from Inactive, where the conversation stays', async () => {
    const contact = newId()
    await queue.post({
      contact: { id: contact, name: 'Bia' },
      sentAt: new Date(Date.now() - 2 * 86_400_000).toISOString()
    })
    const { id, status } = await waitFor(async () =>
      (await queue.list('inactives', ana)).find(each => each.contact.externalId === contact)
    )
    const content = { type: 'template' as const, name: 'hello', language: 'en', components: [], text: 'Hello Bia' }
    const send = (said: Content) =>
      queue.call(sendMessage, {
        params: { id },
        body: { clientMessageId: said.type, content: said as never },
        actor: ana
      })
    expect(await send({ type: 'text', text: 'Hello' })).toMatchObject({ error: { code: 'window-expired' } })
    const sent = await send(content)
    expect(sent).toMatchObject({ value: { content, status: 'queued' } })
    const messageId = sent.ok ? sent.value.id : ''
    expect(await queue.call(sendAgain, { params: { id, messageId }, actor: ana })).toMatchObject({ ok: true })
    expect(await detail(id)).toMatchObject({ status, lastMessage: { preview: 'Hello Bia' } })
    const asked = () =>
      (queue.seen as Envelope<DataOf<typeof deliveryRequested>>[]).filter(
        ({ type, data }) => type === deliveryRequested.type && data.conversationId === id
      )
    await waitFor(() => asked().length === 1)
    expect(asked()[0]?.data.content).toEqual(content)
  })
})

describe('tags', () => {
  const tag = (id: string, tags: string[]) => queue.call(putTags, { params: { id }, body: { tags }, actor: ana })

  it('are replaced as a whole, without duplicates, and published as a change of the conversation', async () => {
    const { id, version } = await waiting()
    expect(await tag(id, ['vip', 'refund', 'vip'])).toMatchObject({
      value: { tags: ['vip', 'refund'], version: version + 1 }
    })
    expect(await tag(id, ['vip', 'refund'])).toMatchObject({ value: { version: version + 1 } })
    expect(await tag(id, [])).toMatchObject({ value: { tags: [] } })
    await waitFor(() => queue.seen.some(({ type, key }) => type === 'conversation.updated' && key === id))
  })
})

describe('typing', () => {
  it('is published with who may see the conversation, and changes nothing', async () => {
    await using conversation = await ongoing()
    const { id } = conversation
    const { version } = await detail(id)
    await queue.call(tellTyping, { params: { id }, actor: ana })
    await queue.call(tellTyping, { params: { id }, body: { typing: false }, actor: ana })
    const told = () => queue.seen.filter(({ type, key }) => type === 'conversation.typing' && key === id)
    await waitFor(() => told().length === 2)
    const agent = { id: 'ana', name: 'ana' }
    const around = { conversationId: id, agent, departmentId: 'support', agentId: 'ana' }
    expect(told().map(({ data }) => data)).toEqual([
      { ...around, typing: true },
      { ...around, typing: false }
    ])
    expect((await detail(id)).version).toBe(version)
  })

  it('is shown to the contact, as is reading, where the channel supports it and for its own agent: nobody else leaves a trace', async () => {
    await using conversation = await ongoing()
    const { id } = conversation
    const read = (actor: typeof ana) => queue.call(markRead, { params: { id }, actor })
    const types = (actor: typeof ana) => queue.call(tellTyping, { params: { id }, actor })
    await read(boss)
    await types(rui)
    await types(ana)
    await queue.atRest()
    await read(ana)
    await read(ana)
    const told = () => queue.seen.filter(({ type, key }) => type === 'conversation.attended' && key === id)
    await waitFor(() => told().length === 2)
    await queue.atRest()
    const [message] = await queue.messagesOf(id, ana)
    const latestReceived = { messageId: message!.id, providerMessageId: message!.providerMessageId }
    expect(told().map(({ data }) => data)).toEqual(
      ['typing', 'read'].map(what => ({
        ...{ conversationId: id, what, latestReceived, channel: { id: 'wa', kind: 'whatsapp', name: 'WhatsApp' } }
      }))
    )
  })
})
