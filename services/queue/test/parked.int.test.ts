import {
  conversationEvents,
  type DataOf,
  editReceived,
  type MessageType,
  messageAppended,
  messageReceived
} from '@inbox/contracts'
import { systemClock } from '@inbox/kernel'
import { messageIdOf } from '@inbox/kernel/derived-id'
import { connectBroker, defineConsumer, dropParked, listParked, newEnvelope, on, replayParked } from '@inbox/messaging'
import { untilDone } from '@inbox/runtime'
import { connectMongo, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { createEraseContact } from '../src/application/erase-contact.ts'
import { createForgetParked } from '../src/application/forget-parked.ts'
import { contactIdOf } from '../src/domain/contact.ts'
import { openStores } from '../src/store/open-stores.ts'
import { published } from '../src/store/published.ts'
import { queueOver } from './queue-over.ts'
import { newWorld, type World } from './world.ts'

const logger = createLogger('test', 'silent')
const stack = new AsyncDisposableStack()
let url: string
let database: Mongo
let broker: ReturnType<typeof connectBroker>
let ingest: ReturnType<typeof connectBroker>
let stores: Awaited<ReturnType<typeof openStores>>

beforeAll(async () => {
  const isolated = stack.use(await isolate(import.meta.url))
  url = isolated.rabbitmqUrl
  database = stack.use(await connectMongo({ url: isolated.mongodbUrl, database: `${isolated.database}_queue`, logger }))
  broker = stack.use(connectBroker({ url, service: 'queue', publishes: published, logger }))
  ingest = stack.use(connectBroker({ url, service: 'channel-ingest', publishes: FROM_CHANNELS, logger }))
  const consumer = stack.use(connectBroker({ url, service: 'distribution', publishes: [], logger }))
  const defect = async () => {
    throw new Error('bug')
  }
  const consume = (name: string, types: MessageType[], handle: () => Promise<void>) =>
    consumer.consume(defineConsumer({ name, prefetch: 10, handlers: types.map(type => on(type as never, handle)) }))
  const broken: MessageType[] = [...conversationEvents, messageAppended, ...FROM_CHANNELS]
  stack.use(consume('distribution.broken', broken, defect))
  // an event that nobody consumes would be published again and again
  const others = published.filter(type => !broken.includes(type))
  stack.use(consume('distribution.fine', others, async () => undefined))
  await Promise.all([broker, ingest, consumer].map(each => each.whenReady()))
  stores = stack.use(await openStores({ mongo: database, broker, clock: systemClock, logger, onMiss: () => undefined }))
}, 60_000)
afterAll(() => stack.disposeAsync())

const FROM_CHANNELS: MessageType[] = [messageReceived, editReceived]
/** Later than everything that happens in a world. */
const ASKED = new Date('2040-01-01T12:00:00Z')
const by = { kind: 'user', id: 'ada', name: 'Ada', role: 'admin' } as const
const parked = () => listParked(url)
const namesOf = async (text: string) => (await parked()).filter(({ body }) => body.includes(text))

/** Somebody with one closed conversation, and all of whose events, a lost message and an edit are parked. */
async function somebody(name: string) {
  const world = newWorld(name)
  const queue = queueOver(stores, { clock: world.clock, broker })
  await world.open(queue)
  const contact = { id: `${name}phone`, name }
  await queue.receive(world.message('hello', { contact, content: { type: 'text', text: `${name} says` } }))
  const id = (await stores.conversations.latestOfContact(contactIdOf('wa', contact.id)))!.conversation.id
  const reader = world.reader('ana', 'supervisor')
  await queue.desk.accept(id, reader, undefined, queue.origin)
  await queue.desk.close(id, reader, {}, queue.origin)
  await lost(world, `${name}phone`, name)
  const edit = { channelId: 'wa', messageId: `${name}provider`, content: { type: 'text' as const, text: name } }
  await tell(editReceived, { ...edit, at: world.clock.now().toISOString() }, world)
  // `hello` by the channel's id
  await database
    .collection<{ _id: string; conversationId: string }>('messages')
    .insertOne({ _id: messageIdOf('wa', `${name}provider`), conversationId: id })
  const waiting = ['conversation.queued', 'conversation.started', 'conversation.closed', 'message.appended']
  await waitFor(async () => {
    const types = new Set((await namesOf(name)).map(({ type }) => type))
    return [...waiting, 'message.received', 'message.editReceived'].every(type => types.has(type))
  })
  return { world, queue, contactId: contactIdOf('wa', contact.id) }
}

const tell = <Type extends MessageType>(type: Type, data: DataOf<Type>, { clock }: World, at = clock.now()) =>
  ingest.publish(type, newEnvelope(type, { key: 'k', version: 1, occurredAt: at, correlationId: 'lost', data }))
const lost = (world: World, phone: string, text: string, at?: Date) =>
  tell(
    messageReceived,
    world.message(`lost-${text.replaceAll(' ', '-')}`, { contact: { id: phone }, content: { type: 'text', text } }),
    world,
    at
  )

type Dropping = Parameters<typeof createForgetParked>[0]['dropParked']
const dropping: Dropping = (going, signal) => dropParked(url, going, signal)
const forgetting = (now: Date, drop = dropping) =>
  stack.use(createForgetParked({ ...stores, dropParked: drop, clock: { now: () => now }, logger }))
const after = (minutes: number) => new Date(ASKED.getTime() + minutes * 60_000)
const DAY = 24 * 60
const planned = () => database.collection('parked_erasures').countDocuments({})

/** All but what lies parked. */
async function erase({ queue, contactId }: Awaited<ReturnType<typeof somebody>>) {
  const clock = { now: () => ASKED }
  const { execute } = queue
  await using erasing = createEraseContact({ ...stores, execute, forgetParked: forgetting(ASKED), clock, logger })
  const asked = await erasing.ask(contactId, by, queue.origin)
  if (!asked.ok) throw new Error(asked.error.detail)
  await waitFor(async () => (await stores.erasures.get(contactId)) === null)
}

it('no parked messages of an erased contact remain, not even those parked within a week; others’, and those they write anew, all do', async () => {
  const bia = await somebody('BIA')
  await somebody('RUI')
  const ofRui = (await namesOf('RUI')).length
  await erase(bia)
  await forgetting(ASKED).look()
  expect(await namesOf('BIA')).toEqual([])
  expect(await namesOf('RUI')).toHaveLength(ofRui)
  await lost(bia.world, 'BIAphone', 'BIA was being tried')
  await lost(bia.world, 'BIAphone', 'BIA writes anew', after(20))
  await waitFor(async () => (await namesOf('BIA')).length === 2)
  await forgetting(after(29)).look()
  expect(await namesOf('was being tried')).toHaveLength(1)
  await forgetting(after(30)).look()
  expect(await namesOf('was being tried')).toEqual([])
  await lost(bia.world, 'BIAphone', 'BIA waited for days')
  await waitFor(async () => (await namesOf('BIA')).length === 2)
  await forgetting(after(6 * DAY)).look()
  expect(await planned()).toBe(1)
  await forgetting(after(7 * DAY)).look()
  const [anew, ...others] = await namesOf('BIA')
  expect([anew?.body.includes('writes anew'), others]).toEqual([true, []])
  expect(await namesOf('RUI')).toHaveLength(ofRui)
  expect(await planned()).toBe(0)
})

it('processes that look at once for several contacts, and a replay, hide nothing from each other', async () => {
  const [zoe, uwe] = [await somebody('ZOE'), await somebody('UWE')]
  await somebody('IVO')
  const idsOf = async (name: string) => (await namesOf(name)).map(({ id }) => id).toSorted()
  const ofIvo = await idsOf('IVO')
  await erase(zoe)
  let others: Promise<unknown>[] = []
  await forgetting(ASKED, (going, signal) => {
    const holding: typeof going = async some => {
      if (others.length === 0) {
        await erase(uwe)
        others = [forgetting(ASKED).look(), replayParked(url, ['none/such'])]
      }
      return going(some)
    }
    return dropping(holding, signal)
  }).look()
  await Promise.all(others)
  expect([await idsOf('ZOE'), await idsOf('UWE'), await idsOf('IVO')]).toEqual([[], [], ofIvo])
  await forgetting(after(7 * DAY)).look()
})

it('what lies however deep is found: nobody else begins to look while somebody goes on, however long that takes', async () => {
  const ada = await somebody('ADA')
  for (let from = 0; from < 300; from += 50)
    await Promise.all(Array.from({ length: 50 }, (_, n) => lost(ada.world, 'others', `above ${from + n}`)))
  await waitFor(async () => (await namesOf('above')).length === 300, { timeoutMs: 30_000 })
  await lost(ada.world, 'ADAphone', 'ADA lies deepest')
  await waitFor(async () => (await namesOf('deepest')).length === 1)
  await erase(ada)
  let now = ASKED
  const others: unknown[] = []
  const slow: Dropping = (going, signal) =>
    dropping(async some => {
      now = new Date(now.getTime() + 4 * 60_000)
      const gone = await going(some)
      others.push(await stores.parkedErasures.take(now, now))
      return gone
    }, signal)
  const clock = { now: () => now }
  await stack.use(createForgetParked({ ...stores, dropParked: slow, clock, logger })).look()
  expect(now.getTime()).toBeGreaterThanOrEqual(after(12).getTime())
  expect(others.flat()).toEqual([])
  expect([(await namesOf('deepest')).length, (await namesOf('above')).length]).toEqual([0, 300])
  await dropParked(url, some => some.filter(({ body }) => body.includes('above')))
  await forgetting(after(7 * DAY)).look()
})

it('a process that crashes or is ended while looking leaves it to another one, some minutes later', async () => {
  const kai = await somebody('KAI')
  await erase(kai)
  const dies: Dropping = async () => {
    throw new Error('no broker')
  }
  await expect(forgetting(ASKED, dies).look()).rejects.toThrow('no broker')
  await forgetting(after(5)).look()
  expect(await namesOf('KAI')).not.toEqual([])
  const hangs: Dropping = async (_, signal) => {
    await untilDone(async () => signal.aborted || Promise.reject(new Error('not yet')))
    throw signal.reason
  }
  const ended = createForgetParked({ ...stores, dropParked: hangs, clock: { now: () => after(6) }, logger })
  const looking = expect(ended.look()).rejects.toThrow('ending')
  await waitFor(async () => ((await ended.nextDue())?.getTime() ?? 0) > after(6).getTime())
  await ended[Symbol.asyncDispose]()
  await looking
  const dropped: string[] = []
  await forgetting(after(12), async (going, signal) => {
    dropped.push(...(await dropping(going, signal)))
    throw new Error('dies before it plans the next look')
  })
    .look()
    .catch(() => undefined)
  expect([dropped.length > 0, await namesOf('KAI'), await planned()]).toEqual([true, [], 1])
  await forgetting(after(7 * DAY)).look()
  expect(await planned()).toBe(0)
})
