import type { DataOf, deliveryRequested, Envelope, messageReceived } from '@inbox/contracts'
import { renderMetrics } from '@inbox/telemetry'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { contactIdOf } from '../src/domain/contact.ts'
import { queueOver } from './queue-over.ts'
import { openStoredQueue, type StoredQueue } from './stored-queue.ts'
import { intercept } from './watched-mongo.ts'
import type { World } from './world.ts'

let stored: StoredQueue
beforeAll(async () => {
  stored = await openStoredQueue(import.meta.url)
})
afterAll(() => stored?.[Symbol.asyncDispose]())

/** One person with a phone number and a provider’s name. */
async function begin() {
  const { world, queue } = await stored.begin()
  const { conversations, messages, contacts } = stored.stores
  const [phone, name] = [world.name('phone'), world.name('name')]
  const idOf = (externalId: string) => contactIdOf('wa', externalId)
  const open = async (externalId: string) => {
    const found = await conversations.allOpenOf(await contacts.idOf(idOf(externalId)))
    return found.map(({ conversation }) => conversation)
  }
  return {
    ...{ world, queue, phone, name, idOf, open },
    as: (id: string, said: string, more: Partial<DataOf<typeof messageReceived>> & { aliases?: string[] } = {}) => {
      const { aliases, ...change } = more
      return queue.receive(world.message(said, { contact: { id, ...(aliases && { aliases }) }, ...change }))
    },
    told: (contactId: string, newId: string) =>
      queue.takeIdentity(
        { channelId: 'wa', contactId, newId, at: world.clock.now().toISOString() },
        queue.origin,
        false
      ),
    the: async (externalId: string) => {
      const all = await open(externalId)
      expect(all).toHaveLength(1)
      return all[0]!
    },
    feed: async (id: string) => (await messages.page(id, 50)).map(({ content }) => (content as { text: string }).text)
  }
}
const reply = (queue: ReturnType<typeof queueOver>, world: World, id: string, said: string) =>
  queue.desk.send(
    id,
    world.reader('ana'),
    { clientMessageId: said, content: { type: 'text', text: said } },
    queue.origin
  )
const askedOf = (id: string) =>
  (stored.published as Envelope<DataOf<typeof deliveryRequested>>[]).filter(
    ({ type, key }) => type === 'delivery.requested' && key === id
  )

describe('a contact with several names', () => {
  it('I1: continues in the same conversation under each of their names, and is answered under the one they wrote under last', async () => {
    const { world, queue, phone, name, as, the, idOf } = await begin()
    await as(phone, 'first')
    await as(name, 'second', { aliases: [phone] })
    await as(phone, 'third')
    const { id, contact } = await the(name)
    expect(contact).toMatchObject({ id: idOf(phone), externalId: phone, aliases: [name, phone] })
    await as(name, 'fourth')
    await queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
    await reply(queue, world, id, 'Good morning')
    expect(askedOf(id)[0]?.data.contact).toMatchObject({ id: idOf(phone), externalId: name })
    expect((await the(phone)).unread).toBe(0)
  })

  it('is answered under a reported name, even if a message sent before arrives later', async () => {
    const { world, queue, phone, name, as, the, told } = await begin()
    const late = world.clock.now().toISOString()
    await as(phone, 'first')
    expect(await told(phone, name)).toMatchObject({ ok: true })
    await as(phone, 'late', { sentAt: late })
    const { id, contact, unread } = await the(phone)
    expect([contact.externalId, unread]).toEqual([name, 2])
    await queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
    await reply(queue, world, id, 'Good morning')
    expect(askedOf(id)[0]?.data.contact.externalId).toBe(name)
  })

  it('is waited for if they have written nothing yet, and in the end dropped and counted', async () => {
    const { queue, phone, name, told } = await begin()
    await expect(told(phone, name)).rejects.toMatchObject({ name: 'Retryable' })
    const identity = { channelId: 'wa', contactId: phone, newId: name, at: new Date().toISOString() }
    expect(await queue.takeIdentity(identity, queue.origin, true)).toMatchObject({ error: { code: 'not-found' } })
    expect((await renderMetrics()).body).toMatch(/^queue_identities_dropped_total 1$/m)
  })

  it('is found under either name when they do something', async () => {
    const { world, queue, phone, name, as, the, told, feed } = await begin()
    await as(phone, 'first')
    await told(phone, name)
    const { id } = await the(name)
    const at = world.clock.now().toISOString()
    const about = { channelId: 'wa', messageId: world.name('first') }
    for (const [n, contactId] of [phone, name].entries()) {
      const messageId = world.name(`e${n}`)
      const echo = { messageId, providerMessageId: messageId, channelId: 'wa', contactId, sentAt: at, receivedAt: at }
      await queue.takeEcho({ ...echo, content: { type: 'text', text: `echo ${n}` } }, queue.origin, false)
      await queue.changes.reaction(
        { ...about, contactId, emoji: `${n}`, at: world.clock.now().toISOString() },
        queue.origin,
        false
      )
    }
    expect((await feed(id)).toSorted()).toEqual(['echo 0', 'echo 1', 'first'])
    expect((await stored.stores.messages.get(world.name('first')))?.reactions).toMatchObject([{ emoji: '1' }])
    const search = await stored.stores.search.page({ q: phone, scopes: [{ _id: id }] }, 10)
    expect(search).toMatchObject({ value: { conversations: [{ id }] } })
  })
})

describe('two contacts who turn out to be one', () => {
  it('I1: T22: become the older one; of two open conversations one continues with all that was said, and nothing unread is lost', async () => {
    const { world, queue, phone, name, as, the, told, feed, idOf } = await begin()
    await as(phone, 'long ago')
    const past = await the(phone)
    await queue.desk.accept(past.id, world.reader('ana'), undefined, queue.origin)
    await queue.desk.close(past.id, world.reader('ana'), {}, queue.origin)
    await as(phone, 'hello')
    const kept = await the(phone)
    await queue.desk.accept(kept.id, world.reader('ana'), undefined, queue.origin)
    await reply(queue, world, kept.id, 'How can I help?')
    await as(name, 'urgent')
    await as(name, 'please', { replyTo: { messageId: world.name('urgent') } })
    const other = await the(name)
    await queue.writeNote(other, world.reader('ana'), { text: 'looks urgent' }, queue.origin)
    await told(phone, name)
    const one = await the(name)
    expect(one).toMatchObject({ id: kept.id, status: 'ongoing', unread: 2, lastMessage: { preview: 'please' } })
    expect(one.contact).toMatchObject({ id: idOf(phone), externalId: name })
    expect(await feed(kept.id)).toEqual(['hello', 'How can I help?', 'urgent', 'please'])
    const [, , , please] = await stored.stores.messages.page(kept.id, 50)
    expect(please?.replyTo?.quoted).toMatchObject({ preview: 'urgent' })
    expect(await stored.stores.notes.page(kept.id, 10)).toMatchObject([{ text: 'looks urgent' }])
    const { conversation: ended } = (await stored.stores.conversations.load(other.id))!
    expect(ended).toMatchObject({
      status: 'closed',
      reason: 'merged',
      continuedIn: kept.id,
      contact: { id: idOf(phone) }
    })
    const history = await stored.stores.history.of(other.id)
    expect(history.map(({ rule, cause }) => [rule, cause])).toEqual([
      ['T1', 'contactWrote'],
      ['T22', 'merged']
    ])
    const { conversations: all } = await stored.stores.tabs.ofContact(
      idOf(phone),
      { ...world.reader('boss'), role: 'supervisor' },
      10
    )
    expect(all.map(({ id }) => id).toSorted()).toEqual([past.id, kept.id, other.id].toSorted())
    expect((await stored.stores.contacts.get(idOf(name)))?.id).toBe(idOf(phone))
  })

  it('I1: keep a waiting conversation rather than an older parked one, and threads stay separate', async () => {
    const { world, queue, phone, name, as, open, told } = await begin()
    await as(phone, 'hello')
    const [aside] = await open(phone)
    await queue.desk.accept(aside!.id, world.reader('ana'), undefined, queue.origin)
    await queue.desk.park(aside!.id, world.reader('ana'), undefined, queue.origin)
    await as(name, 'urgent')
    await as(name, 'they leak', { thread: { id: 'boots' } })
    await as(phone, 'too small', { thread: { id: 'hats' } })
    await told(phone, name)
    const all = await open(phone)
    expect(all.map(({ status, thread }) => [thread?.id, status]).toSorted()).toEqual([
      [undefined, 'queued'],
      ['boots', 'queued'],
      ['hats', 'queued']
    ])
  })

  it('I1, I8: whose first messages under both names arrive twice, concurrently in two processes, end in one conversation with each once', async () => {
    const { world, queue, phone, name, the, feed } = await begin()
    const other = queueOver(stored.stores, { clock: world.clock, broker: stored.broker })
    const said = Array.from({ length: 8 }, (_, n) => `m${n}`)
    const messages = said.map((text, n) => {
      const [id, alias] = n % 2 ? [phone, name] : [name, phone]
      return world.message(text, { contact: { id, aliases: [alias] } })
    })
    await Promise.all(messages.flatMap(message => [queue.receive(message), other.receive(message)]))
    const { id, unread } = await the(phone)
    expect((await feed(id)).toSorted()).toEqual(said)
    expect(unread).toBe(said.length)
  })

  it('I1: take along a conversation that begins while they are merged', async () => {
    const { world, queue, phone, name, as, the, told } = await begin()
    await as(phone, 'hello')
    await as(name, 'before')
    const { id } = await the(name)
    await queue.desk.accept(id, world.reader('ana'), undefined, queue.origin)
    await queue.desk.close(id, world.reader('ana'), {}, queue.origin)
    // the merge happens between reading the contact and the conversation
    let merged = false
    const conversations = intercept(stored.stores.conversations, (method, run) =>
      method !== 'insert'
        ? undefined
        : async (...args) => {
            if (!merged) await told(phone, name)
            merged = true
            return run(...args)
          }
    )
    const slow = queueOver({ ...stored.stores, conversations }, { clock: world.clock, broker: stored.broker })
    await slow.receive(world.message('meanwhile', { contact: { id: name } }))
    expect(merged).toBe(true)
    expect(await the(phone)).toMatchObject({ unread: 2, lastMessage: { preview: 'meanwhile' } })
  })
})

it('a message of a known contact needs no more database calls than before contacts had several names', async () => {
  const { world, phone, name, as } = await begin()
  await as(phone, 'first', { aliases: [name] })
  await as(name, 'second', { aliases: [phone] })
  let calls: string[] = []
  const counted = <Store extends object>(store: Store, of: string): Store =>
    intercept(store, (method, run) => (...args) => {
      calls.push(`${of}.${method}`)
      return run(...args)
    })
  const { conversations, messages, contacts } = stored.stores
  const queue = queueOver(
    {
      ...stored.stores,
      conversations: counted(conversations, 'conversations'),
      messages: counted(messages, 'messages'),
      contacts: counted(contacts, 'contacts')
    },
    { clock: world.clock, broker: stored.broker }
  )
  for (const contact of [{ id: name }, { id: name, aliases: [phone] }]) {
    calls = []
    await queue.receive(world.message(`of ${Object.keys(contact).length}`, { contact }))
    expect(calls.filter(call => call !== 'contacts.rememberedIdOf')).toEqual([
      'conversations.latestOfContact',
      'messages.exists',
      'conversations.commit'
    ])
  }
})
