import {
  acceptConversation,
  type Contact,
  type ConversationSummary,
  closeConversation,
  exportContact,
  getContact,
  getConversation,
  listConversationsOfContact,
  type OperationAnswer,
  patchContact,
  writeNote
} from '@inbox/contracts'
import { newId } from '@inbox/runtime'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type QueueUnderTest, startQueue, user } from './queue-fixture.ts'

let queue: QueueUnderTest
const [ana, boss, zoe] = [user('ana'), user('boss', 'supervisor'), user('zoe', 'agent', ['elsewhere'])]

beforeAll(async () => {
  queue = await startQueue(import.meta.url, { replicas: 2 })
  await queue.present('ana')
})
afterAll(() => queue[Symbol.asyncDispose]())

type Person = { id: string; name?: string; email?: string; phone?: string; attributes?: Record<string, string> }

/** Posts a message from that person; resolves with their conversation once the message is in it. */
async function wrote(contact: Person, departmentId = 'support'): Promise<ConversationSummary> {
  const text = newId()
  await queue.post({ contact, departmentId, content: { type: 'text', text } })
  return waitFor(async () => (await queue.list('queue', boss)).find(({ lastMessage }) => lastMessage?.preview === text))
}
const contactOf = async (id: string, actor = ana) => {
  const answer = await queue.call(getContact, { params: { id }, actor })
  if (!answer.ok) throw new Error(answer.error.detail)
  return answer.value as Contact
}
const edit = (id: string, body: object) => queue.call(patchContact, { params: { id }, body, actor: ana }, 1)
const shown = async (id: string) => {
  const answer = await queue.call(getConversation, { params: { id }, actor: ana })
  return answer.ok ? (answer.value as ConversationSummary) : undefined
}

describe('a contact', () => {
  it('gathers what messages say, and is written only when one says something new', async () => {
    const id = newId()
    await wrote({ id, name: 'Bia', attributes: { plan: 'gold' } })
    const { contact } = await wrote({ id, email: 'bia@example.org', attributes: { city: 'Recife' } })
    for (let n = 0; n < 3; n++) await wrote({ id, name: 'Bia' })
    expect(contact).toMatchObject({ externalId: id, name: 'Bia', email: 'bia@example.org' })
    expect(await contactOf(contact.id)).toMatchObject({
      version: 2,
      channel: { id: 'wa', kind: 'whatsapp' },
      name: 'Bia',
      attributes: { plan: 'gold', city: 'Recife' }
    })
  })

  it('is one person however many of their first messages arrive at once', async () => {
    const id = newId()
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => queue.post({ contact: { id, attributes: { [`a${n}`]: 'told' } } }))
    )
    const conversation = await waitFor(async () =>
      (await queue.list('queue', boss)).find(({ contact, unread }) => contact.externalId === id && unread === 20)
    )
    expect(Object.keys((await contactOf(conversation.contact.id)).attributes)).toHaveLength(20)
  })

  it('is another person on another channel', async () => {
    const id = newId()
    const first = await wrote({ id })
    const channel = { id: 'mail', kind: 'email', name: 'Mail', session: { kind: 'none' } } as const
    await queue.post({ contact: { id }, channel })
    const second = await waitFor(async () =>
      (await queue.list('queue', boss)).find(item => item.contact.externalId === id && item.channel.id === 'mail')
    )
    expect(second.contact.id).not.toBe(first.contact.id)
  })
})

describe('an edit', () => {
  it('shows at once in the open conversation, and takes precedence over what the channel says later, field by field', async () => {
    const id = newId()
    const { contact, ...conversation } = await wrote({ id, name: 'bia_99', phone: '111' })
    const edited = await edit(contact.id, { name: 'Bia', email: 'b@x.org', attributes: { vip: true } })
    expect(edited).toMatchObject({ ok: true, value: { name: 'Bia', email: 'b@x.org', attributes: { vip: true } } })
    expect((await shown(conversation.id))?.contact).toMatchObject({ name: 'Bia', email: 'b@x.org', phone: '111' })
    await waitFor(() => queue.seen.find(({ key, type }) => key === conversation.id && type === 'conversation.updated'))
    await waitFor(() => queue.seen.find(({ key, type }) => key === conversation.id && type === 'contact.changed'))
    const later = await wrote({ id, name: 'bia_00', phone: '222' })
    expect(later.contact).toMatchObject({ name: 'Bia', email: 'b@x.org', phone: '222' })
  })

  it('that changes nothing changes neither contact nor conversation', async () => {
    const before = await wrote({ id: newId(), name: 'Bia' })
    await edit(before.contact.id, { name: 'Beatriz' })
    await edit(before.contact.id, { name: 'Beatriz' })
    expect(await contactOf(before.contact.id)).toMatchObject({ version: 2 })
    expect(await shown(before.id)).toMatchObject({ version: before.version + 1 })
  })

  it('concurrent with the contact’s messages is shown in the end, whichever comes first', async () => {
    const id = newId()
    const { contact, ...conversation } = await wrote({ id, name: 'before' })
    for (let n = 0; n < 10; n++) {
      const text = newId()
      await Promise.all([
        edit(contact.id, { name: `edit ${n}` }),
        queue.post({ contact: { id, name: `told ${n}` }, content: { type: 'text', text } })
      ])
      const after = await waitFor(async () => {
        const now = await shown(conversation.id)
        return now?.lastMessage?.preview === text ? now : undefined
      })
      expect(after.contact.name).toBe(`edit ${n}`)
    }
  })

  it('is refused with 412 when it is based on an older version', async () => {
    const { contact } = await wrote({ id: newId() })
    const headers = { authorization: `Bearer ${await queue.tokenOf(ana)}`, 'content-type': 'application/json' }
    const editOfFirst = (name: string) =>
      fetch(`${queue.urls[0]}/v1/contacts/${contact.id}`, {
        method: 'PATCH',
        headers: { ...headers, 'if-match': '"1"' },
        body: JSON.stringify({ name })
      })
    const first = await editOfFirst('First')
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"2"'])
    const second = await editOfFirst('Second')
    expect(await second.json()).toMatchObject({ status: 412, code: 'precondition-failed', current: { version: 2 } })
  })

  it('leaves closed conversations as they were', async () => {
    const { contact, ...conversation } = await wrote({ id: newId(), name: 'then' })
    await queue.call(closeConversation, { params: { id: conversation.id }, actor: boss })
    await edit(contact.id, { name: 'now' })
    expect((await shown(conversation.id))?.contact.name).toBe('then')
  })
})

describe('the conversations of a contact', () => {
  const page = async (id: string, actor = ana, query: object = {}) => {
    const answer = await queue.call(listConversationsOfContact, { params: { id }, query, actor })
    if (!answer.ok) throw new Error(answer.error.detail)
    return answer.value as { items: ConversationSummary[]; nextCursor: string | null }
  }

  it('are listed newest first, in pages', async () => {
    const contact = { id: newId() }
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      const { id } = await wrote(contact)
      ids.unshift(id)
      await queue.call(acceptConversation, { params: { id }, actor: ana })
      await queue.call(closeConversation, { params: { id }, actor: ana })
    }
    const contactId = (await shown(ids[0]!))!.contact.id
    const first = await page(contactId, ana, { limit: 2 })
    const second = await page(contactId, ana, { limit: 2, cursor: first.nextCursor })
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
    expect(second.nextCursor).toBeNull()
  })

  it('are hidden, as the contact is, from agents who may see none of them', async () => {
    const { contact } = await wrote({ id: newId() })
    expect((await page(contact.id, zoe)).items).toEqual([])
    const params = { id: contact.id }
    const denied = [
      await queue.call(getContact, { params, actor: zoe }),
      await queue.call(patchContact, { params, body: { name: 'x' }, actor: zoe })
    ]
    expect(denied).toMatchObject([{ error: { status: 404 } }, { error: { status: 404 } }])
    expect(await contactOf(contact.id, boss)).toMatchObject({ id: contact.id })
  })
})

describe('what is stored about a contact', () => {
  it('is exported in full to an administrator, conversation by conversation, and to nobody else; the audit log says so', async () => {
    const { contact, ...first } = await wrote({ id: newId(), name: 'Bia', attributes: { plan: 'gold' } })
    const params = { id: contact.id }
    const body = { text: 'calls in the morning' }
    await queue.call(writeNote, { params: { id: first.id }, body, actor: ana })
    await queue.call(acceptConversation, { params: { id: first.id }, actor: ana })
    await queue.call(closeConversation, { params: { id: first.id }, body: { note: 'all well' }, actor: ana })
    const second = await wrote({ id: contact.externalId })
    const admin = user('ada', 'admin')
    const pageOf = async (cursor?: string) => {
      const query = { limit: 1, ...(cursor && { cursor }) }
      const answer = await queue.call(exportContact, { params, query, actor: admin })
      if (!answer.ok) throw new Error(answer.error.detail)
      return answer.value as OperationAnswer<typeof exportContact>
    }
    const newest = await pageOf()
    const oldest = await pageOf(newest.nextCursor!)
    expect([newest, oldest].map(({ items }) => items.map(({ conversation }) => conversation.id))).toEqual([
      [second.id],
      [first.id]
    ])
    expect(newest.contact).toMatchObject({ name: 'Bia', attributes: { plan: 'gold' } })
    const [item] = oldest.items
    expect(item?.messages).toMatchObject([{ direction: 'inbound', content: { type: 'text' } }])
    expect(item?.notes.map(({ text }) => text)).toEqual(['calls in the morning', 'all well'])
    expect(item?.history.map(({ to }) => to)).toEqual(['queued', 'ongoing', 'closed'])
    expect(await queue.call(exportContact, { params, query: {}, actor: boss })).toMatchObject({
      error: { status: 403 }
    })
    const audited = await waitFor(() => queue.seen.find(({ type, key }) => type === 'access.audited' && key === 'ada'))
    expect(audited.data).toMatchObject({
      entry: { action: 'exported', subject: { kind: 'contact', id: contact.id, name: 'WhatsApp' } }
    })
  })
})
