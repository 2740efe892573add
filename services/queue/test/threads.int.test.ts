import type { DataOf, deliveryRequested } from '@inbox/contracts'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { contactIdOf } from '../src/domain/contact.ts'
import { queueOver } from './queue-over.ts'
import { openStoredQueue, type StoredQueue } from './stored-queue.ts'

/** Created at every start by a former version, in which a contact had one conversation whatever it was about. */
const formerIndex = () =>
  [{ key: { 'contact.id': 1 }, name: 'one-open', unique: true, partialFilterExpression: { open: true } }] as const

let stored: StoredQueue
beforeAll(async () => {
  stored = await openStoredQueue(import.meta.url, async database => {
    await database.collection('conversations').createIndexes([...formerIndex()])
  })
})
afterAll(() => stored?.[Symbol.asyncDispose]())

const boots = { id: 'boots', subject: 'My boots' }
const hats = { id: 'hats', subject: 'Hats' }

/** A contact about whom something is known. */
async function begin() {
  const { world, queue } = await stored.begin()
  const { conversations, messages } = stored.stores
  const contactId = contactIdOf('wa', world.name('bia'))
  return {
    ...{ world, queue, contactId },
    of: async (thread?: string) => (await conversations.latestOfContact(contactId, thread))!.conversation,
    open: async () =>
      (await conversations.allOpenOf(contactId)).map(({ conversation: { thread } }) => thread?.id ?? 'none').sort(),
    saidIn: async (thread?: string) => {
      const { conversation } = (await conversations.latestOfContact(contactId, thread))!
      return (await messages.page(conversation.id, 50)).map(({ content }) => (content as { text: string }).text)
    }
  }
}

describe('a thread', () => {
  it('I1: is a conversation of its own, beside those about other things and about nothing in particular', async () => {
    const { world, queue, of, open, saidIn } = await begin()
    await queue.receive(world.message('hello'))
    await queue.receive(world.message('they leak', { thread: boots }))
    await queue.receive(world.message('too small', { thread: hats }))
    await queue.receive(world.message('still leaking', { thread: { id: 'boots', subject: 'RE: My boots' } }))
    await queue.receive(world.message('anybody?'))
    expect(await open()).toEqual(['boots', 'hats', 'none'])
    expect(await saidIn('boots')).toEqual(['they leak', 'still leaking'])
    expect(await saidIn()).toEqual(['hello', 'anybody?'])
    expect((await of('boots')).thread).toEqual(boots)
    expect(await of()).not.toHaveProperty('thread')
  })

  it('begins a new one when its conversation was closed, and knows who served the contact before, on any topic', async () => {
    const { world, queue, of } = await begin()
    await queue.receive(world.message('they leak', { thread: boots }))
    const first = await of('boots')
    await queue.desk.accept(first.id, world.reader('ana'), undefined, queue.origin)
    await queue.desk.close(first.id, world.reader('ana'), {}, queue.origin)
    await queue.receive(world.message('again', { thread: boots }))
    expect(await of('boots')).toMatchObject({ previousConversationId: first.id, lastAgentId: world.name('ana') })
    await queue.receive(world.message('too small', { thread: hats }))
    expect(await of('hats')).toMatchObject({ previousConversationId: (await of('boots')).id })
  })

  it('I1, I8: has one conversation each, if the first messages of several arrive twice and concurrently in two processes', async () => {
    const { world, queue, open, saidIn } = await begin()
    const other = queueOver(stored.stores, { clock: world.clock, broker: stored.broker })
    const threads = [boots, hats, undefined]
    const messages = Array.from({ length: 18 }, (_, n) => {
      const thread = threads[n % 3]
      return world.message(`m${n}`, thread && { thread })
    })
    await Promise.all(messages.flatMap(message => [queue.receive(message), other.receive(message)]))
    expect(await open()).toEqual(['boots', 'hats', 'none'])
    for (const [n, thread] of ['boots', 'hats', undefined].entries()) {
      const said = Array.from({ length: 6 }, (_, k) => `m${3 * k + n}`)
      expect((await saidIn(thread)).sort()).toEqual(said.sort())
    }
  })

  it('travels with what is to be delivered, with the contact’s latest message', async () => {
    const { world, queue, of } = await begin()
    await queue.receive(world.message('they leak', { thread: boots }))
    await queue.receive(world.message('still', { thread: boots }))
    await queue.receive(world.message('hello'))
    const { id } = await of('boots')
    await queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
    const written = { clientMessageId: 'a', content: { type: 'text', text: 'Send them back' } as const }
    await queue.desk.send(id, world.reader('ana'), written, queue.origin)
    const asked = stored.published.find(({ type, key }) => type === 'delivery.requested' && key === id)
    const latest = world.name('still')
    expect((asked as { data: DataOf<typeof deliveryRequested> }).data).toMatchObject({
      thread: boots,
      latestReceived: { messageId: latest, providerMessageId: latest }
    })
  })

  it('is acknowledged with the reference number of its conversation, once, however often and late its messages arrive', async () => {
    const { world, queue, of, saidIn } = await begin()
    const acknowledgement = 'Dear {{contact.firstName}}, your case at {{department.name}} is {{referenceNumber}}.'
    const first = world.message('they leak', { thread: boots, acknowledgement })
    await Promise.all([queue.receive(first), queue.receive(first)])
    await queue.receive(world.message('still', { thread: boots, acknowledgement }))
    const { id, referenceNumber } = await of('boots')
    const department = (await stored.stores.departments.get(world.name('sales')))!.name
    const told = `Dear Bia, your case at ${department} is ${referenceNumber}.`
    expect((await saidIn('boots')).sort()).toEqual([told, 'still', 'they leak'].sort())
    const asked = stored.published.filter(({ type, key }) => type === 'delivery.requested' && key === id)
    expect(new Set(asked.map(({ data }) => (data as DataOf<typeof deliveryRequested>).author.id))).toEqual(
      new Set([undefined])
    )
  })

  it('shows its original emails to supervisors only', async () => {
    const { world, queue, of } = await begin()
    const mail = { html: { mediaId: 'page' }, raw: { mediaId: 'raw' } }
    await queue.receive(world.message('they leak', { thread: boots, mail }))
    const { id } = await of('boots')
    const asRead = async (bySupervisor: boolean) =>
      (await stored.stores.messages.page(id, 50, undefined, bySupervisor)).map(message => message.mail)
    expect([await asRead(false), await asRead(true)]).toEqual([[{ html: mail.html }], [mail]])
  })

  it('gets what our side answered in it elsewhere, and shows what becomes known about its contact in another', async () => {
    const { world, queue, contactId, of, saidIn } = await begin()
    await queue.receive(world.message('they leak', { thread: boots }))
    await queue.receive(world.message('hello'))
    const at = world.clock.now().toISOString()
    const echo = {
      ...{
        messageId: world.name('e'),
        providerMessageId: world.name('e'),
        channelId: 'wa',
        contactId: world.name('bia')
      },
      ...{ thread: boots, content: { type: 'text', text: 'Called you' } as const, sentAt: at, receivedAt: at }
    }
    await queue.takeEcho(echo, queue.origin, false)
    expect(await saidIn('boots')).toEqual(['they leak', 'Called you'])
    await queue.editContact(contactId, { name: 'Beatriz' }, undefined, queue.origin)
    for (const thread of ['boots', undefined]) expect((await of(thread)).contact.name).toBe('Beatriz')
  })

  it('T17: ends with all others when their visitor leaves', async () => {
    const { world, queue } = await begin()
    const contactId = contactIdOf('web', world.name('bia'))
    await queue.receive(world.message('they leak', { on: 'webchat', thread: boots }))
    await queue.receive(world.message('hello', { on: 'webchat' }))
    const left = { channelId: 'web', contactId: world.name('bia'), at: world.clock.now().toISOString() }
    const afterMessageId = world.name('they leak')
    expect(await queue.contactHasLeft({ ...left, afterMessageId })).toMatchObject({ ok: true })
    expect(await stored.stores.conversations.allOpenOf(contactId)).toEqual([])
  })

  it('is found by the words of its subject', async () => {
    const { world, queue, of } = await begin()
    await queue.receive(world.message('they leak', { thread: { id: 'c', subject: 'Galoshes of the Zambezi' } }))
    const { id } = await of('c')
    const page = await stored.stores.search.page({ q: 'zambezi galosh', scopes: [{ _id: id }] }, 10)
    expect(page).toMatchObject({ value: { conversations: [{ id }] } })
    expect(page.ok && page.value.found.get(id)).toMatchObject({ in: 'subject' })
  })
})

it('I1: a process of a former version that starts later and recreates its index holds up no thread', async () => {
  const conversations = stored.database.collection('conversations')
  const names = async () => (await conversations.indexes()).map(({ name }) => name)
  expect(await names()).not.toContain('one-open')
  await conversations.deleteMany({})
  await conversations.createIndexes([...formerIndex()])
  const { world, queue, open } = await begin()
  await queue.receive(world.message('hello'))
  await queue.receive(world.message('they leak', { thread: boots }))
  expect(await open()).toEqual(['boots', 'none'])
  expect(await names()).not.toContain('one-open')
})
