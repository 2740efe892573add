import {
  accessAudited,
  contactErased,
  type DataOf,
  type Envelope,
  type MessageType,
  mediaReleased,
  messagesErased
} from '@inbox/contracts'
import { systemClock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import { connectMongo, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createEraseContact } from '../src/application/erase-contact.ts'
import { createForgetParked } from '../src/application/forget-parked.ts'
import { contactIdOf } from '../src/domain/contact.ts'
import { openStores } from '../src/store/open-stores.ts'
import { mortal } from './mortal.ts'
import { queueOver } from './queue-over.ts'
import { newWorld } from './world.ts'

const logger = createLogger('test', 'silent')
const stack = new AsyncDisposableStack()
const published: Envelope[] = []
const broker: Pick<Broker, 'publish'> = {
  publish: async (_: unknown, envelope: Envelope) => void published.push(envelope)
}
const open = (mongo: Mongo, to = broker) =>
  openStores({ mongo, broker: to, clock: systemClock, logger, onMiss: () => undefined })
type Stores = Awaited<ReturnType<typeof open>>
let database: Mongo
let stores: Stores

beforeAll(async () => {
  const isolated = stack.use(await isolate(import.meta.url))
  database = stack.use(await connectMongo({ url: isolated.mongodbUrl, database: `${isolated.database}_queue`, logger }))
  stores = stack.use(await open(database))
})
afterAll(() => stack.disposeAsync())

const by = { kind: 'user', id: 'ada', name: 'Ada', role: 'admin' } as const
const COLLECTIONS = ['conversations', 'messages', 'notes', 'drafts', 'transitions', 'contacts', 'erasures']
const dump = async () => {
  const all = COLLECTIONS.map(name => database.collection(name).find({}).toArray())
  return JSON.stringify(await Promise.all(all))
}
/** Numbers the contacts: a value containing `SECRET<n>X` is about that one, and nobody else. */
let persons = 0
const allSent = () =>
  waitFor(async () => {
    const left = COLLECTIONS.map(name => database.collection(name).countDocuments({ 'outbox.0': { $exists: true } }))
    return (await Promise.all(left)).every(count => count === 0)
  })

/** Somebody with two names whose first conversation is closed, with everything that may be stored about them. */
async function begin() {
  const secret = `SECRET${++persons}X`
  const trace = { correlationId: `erase-${persons}` }
  const file = `file-of-${persons}`
  const world = newWorld(secret)
  const queue = queueOver(stores, { clock: world.clock, broker })
  const { origin, desk } = queue
  await world.open(queue)
  const reader = world.reader('ana', 'supervisor')
  const [phone, alias] = [`${secret}phone`, `${secret}alias`]
  const contact = { id: phone, aliases: [alias], name: `${secret} Bia`, email: `${secret}@example.org` }
  const write = (id: string, content: object = { type: 'text', text: `${secret} ${id}` }) =>
    queue.receive(world.message(id, { contact, content: content as never }))
  const idOf = () => contactIdOf('wa', phone)
  const currentId = async () => (await stores.conversations.latestOfContact(idOf()))!.conversation.id
  await write('hello')
  const id = await currentId()
  await write('photo', { type: 'image', mediaId: file, mimeType: 'image/png' })
  await desk.accept(id, reader, undefined, origin)
  const said = { clientMessageId: 'a1', content: { type: 'text' as const, text: `${secret} answer` } }
  await desk.send(id, reader, said, origin)
  await desk.returnToQueue(id, reader, { context: [{ label: 'Order', value: `${secret} 4711` }] }, origin)
  await desk.accept(id, reader, undefined, origin)
  await queue.editContact(idOf(), { phone: `${secret} 5511`, attributes: { plan: secret } }, undefined, origin)
  const { conversation } = (await stores.conversations.load(id))!
  await queue.writeNote(conversation, reader, { text: `${secret} note` }, origin)
  await stores.drafts.put(id, reader, { text: `${secret} draft` }, world.clock.now())
  const erase = (using: Stores = stores) => {
    const { execute } = queueOver(using, { clock: world.clock, broker })
    const forgetParked = stack.use(
      createForgetParked({ ...using, dropParked: async () => [], clock: systemClock, logger })
    )
    return stack.use(createEraseContact({ ...using, execute, forgetParked, clock: systemClock, logger }))
  }
  return {
    ...{ secret, world, queue, id, idOf, currentId, write, erase, trace, file },
    close: async () => {
      await desk.close(await currentId(), reader, { note: `${secret} closing`, tags: [`${secret} tag`] }, origin)
      await allSent()
    },
    erased: async () => {
      const asked = await erase().ask(idOf(), by, trace)
      await waitFor(async () => (await stores.erasures.get(idOf())) === null)
      return asked
    }
  }
}
const told = <Type extends MessageType>({ type }: Type, { correlationId }: { correlationId: string }) =>
  published.flatMap(each =>
    each.type === type && each.correlationId === correlationId ? [each.data as DataOf<Type>] : []
  )
const figures = () =>
  stores.reports.groups({
    ...{ from: new Date('2020-01-01'), until: new Date('2100-01-01'), timeZone: 'UTC', targetMs: 60_000 },
    by: ['day', 'department', 'agent']
  })

describe('an erased contact', () => {
  it('leaves none of their data in any store, and everything that reports count', async () => {
    const { secret, id, idOf, close, erased } = await begin()
    await close()
    const before = await figures()
    expect(await dump()).toContain(secret)
    expect(await erased()).toMatchObject({ ok: true, value: { _id: idOf() } })
    await allSent()
    // ids of agents and departments contain the name of the world, as does what the contact said
    const left = (await dump()).replaceAll(new RegExp(`~${secret}`, 'g'), '')
    expect(left).not.toContain(secret)
    expect(left).not.toContain(idOf())
    expect(await figures()).toEqual(before)
    const [first, photo, answer] = await stores.messages.page(id, 10)
    expect([first, photo, answer].map(each => each?.content)).toEqual(Array(3).fill({ type: 'erased' }))
    expect(answer?.author).toMatchObject({ kind: 'agent' })
    const { conversation } = (await stores.conversations.load(id))!
    expect(conversation).toMatchObject({ status: 'closed', contact: { externalId: '', erasedAt: expect.any(String) } })
    expect(await stores.contacts.get(conversation.contact.id)).toMatchObject({ told: {}, edited: {} })
    expect(await stores.search.page({ q: secret, scopes: [{ _id: id }] }, 10)).toMatchObject({
      value: { conversations: [] }
    })
  })

  it('is announced to everybody who keeps copies of their texts and files, with who asked for it', async () => {
    const { secret, id, idOf, close, erased, trace, file } = await begin()
    await close()
    await erased()
    await allSent()
    const [asked] = told(contactErased, trace)
    expect(asked).toMatchObject({ contactId: idOf(), channel: { id: 'wa' } })
    expect(asked!.names.toSorted()).toEqual([`${secret}alias`, `${secret}phone`])
    const [audited] = told(accessAudited, trace)
    const subject = { kind: 'contact', id: idOf(), name: 'WhatsApp' }
    expect(audited?.entry).toMatchObject({ action: 'erased', actor: by, subject, changes: [] })
    const [page] = told(messagesErased, trace)
    expect(page).toMatchObject({ conversationId: id, channel: { id: 'wa', kind: 'whatsapp' } })
    expect(page!.messages).toHaveLength(3)
    expect(told(mediaReleased, trace)).toEqual([{ mediaId: file, messageId: expect.any(String) }])
  })

  it('is refused while a conversation with them is open, which the answer names, and nothing is lost', async () => {
    const { secret, id, idOf, queue, erase } = await begin()
    const before = await stores.messages.page(id, 10)
    expect(await erase().ask(idOf(), by, queue.origin)).toMatchObject({
      ok: false,
      error: { code: 'in-conversation', current: { conversationId: id, status: 'ongoing' } }
    })
    expect(await stores.erasures.get(idOf())).toBeNull()
    expect(await stores.messages.page(id, 10)).toEqual(before)
    expect((await stores.contacts.get(idOf()))?.told.name).toBe(`${secret} Bia`)
  })

  it('is somebody new when they write again, and their data does not come back, whatever arrives late or twice', async () => {
    const { secret, world, queue, id, idOf, currentId, write, close, erased } = await begin()
    await close()
    await erased()
    await write('hello')
    expect(await stores.conversations.latestOfContact(idOf())).toBeNull()
    const about = { channelId: 'wa', messageId: world.name('hello') }
    const late = { ...about, content: { type: 'text' as const, text: secret }, at: world.clock.now().toISOString() }
    await queue.changes.edit(late, queue.origin, true)
    await queue.changes.revocation({ ...about, at: late.at }, queue.origin, true)
    const [first] = await stores.messages.page(id, 10)
    expect(first?.content).toEqual({ type: 'erased' })
    await write('again')
    const { conversation } = (await stores.conversations.load(await currentId()))!
    expect(conversation.id).not.toBe(id)
    expect(conversation.previousConversationId).toBeUndefined()
    expect(conversation.contact).toMatchObject({ id: idOf(), name: `${secret} Bia` })
    expect(conversation.contact.phone).toBeUndefined()
  })

  it('cannot be changed, and is not erased again', async () => {
    const { id, queue, close, erase, erased } = await begin()
    await close()
    await erased()
    const { contact } = (await stores.conversations.load(id))!.conversation
    const refused = { ok: false, error: { code: 'not-found' } }
    expect(await queue.editContact(contact.id, { name: 'Bia' }, undefined, queue.origin)).toMatchObject(refused)
    expect(await erase().ask(contact.id, by, queue.origin)).toMatchObject(refused)
  })

  it('is fully erased by another process, wherever the first one ended', async () => {
    const whole = await begin()
    await whole.close()
    const rehearsal = mortal(database, broker)
    const all = await open(rehearsal.mongo, rehearsal.broker)
    rehearsal.begin()
    await whole.erase(all).ask(whole.idOf(), by, whole.trace)
    await waitFor(async () => (await stores.erasures.get(whole.idOf())) === null)
    const steps = rehearsal.steps()
    await all[Symbol.asyncDispose]()
    for (let death = 3; death < steps; death += Math.ceil(steps / DEATHS)) {
      const { secret, idOf, id, close, erase, trace, file } = await begin()
      await close()
      const life = mortal(database, broker)
      const dying = await open(life.mongo, life.broker)
      await waitFor(life.isIdle)
      life.begin(death)
      erase(dying)
        .ask(idOf(), by, trace)
        .catch(() => undefined)
      await life.died
      life.bury()
      await dying[Symbol.asyncDispose]()
      // a survivor finds and publishes what the dead process had in hand
      await using survivor = await open(database)
      await erase(survivor).ask(idOf(), by, trace)
      await waitFor(async () => {
        await erase(survivor).goOn()
        return (await stores.erasures.get(idOf())) === null
      })
      const left = (await dump()).replaceAll(new RegExp(`~${secret}`, 'g'), '')
      expect([death, left.includes(secret), left.includes(idOf())]).toEqual([death, false, false])
      expect(new Set(told(mediaReleased, trace).map(({ mediaId }) => mediaId))).toEqual(new Set([file]))
      expect(await stores.messages.page(id, 10)).toHaveLength(3)
    }
  }, 60_000)

  it('holds up no others, however long it cannot be finished, and however many there are', async () => {
    const persons = [await begin(), await begin()] as const
    const ending = (end: Stores['erasures']['end']) => ({ ...stores, erasures: { ...stores.erasures, end } })
    for (const { close, erase, idOf, trace } of persons) {
      await close()
      await using dying = erase(ending(async () => false))
      await dying.ask(idOf(), by, trace)
    }
    const [first, other] = persons.map(({ idOf }) => idOf()) as [string, string]
    const { _id, ...one } = (await stores.erasures.get(first))!
    // before all others, in their order
    const more = Array.from({ length: 50 }, (_, n) => ({
      ...one,
      _id: `!${n}`,
      nobodyId: `nobody-${n}`,
      contactIds: []
    }))
    for (const each of more) await stores.erasures.begin(each, [])
    const stuck = new Set([first, ...more.map(each => each._id)])
    await persons[0].erase(ending(async id => !stuck.has(id) && stores.erasures.end(id))).goOn()
    expect(await stores.erasures.get(other)).toBe(null)
    expect(await stores.erasures.get(first)).not.toBe(null)
    await persons[0].erase().goOn()
    expect(await database.collection('erasures').countDocuments({})).toBe(0)
  }, 30_000)
})

const DEATHS = 8
