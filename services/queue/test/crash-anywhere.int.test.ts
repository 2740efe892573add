import type { DataOf, Envelope, workMoved } from '@inbox/contracts'
import { readHistory, violationsOf } from '@inbox/history-checker'
import { systemClock } from '@inbox/kernel'
import type { Broker } from '@inbox/messaging'
import { connectMongo, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { type Isolated, isolate, repetitions, seededRandom, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { openStores } from '../src/store/open-stores.ts'
import { type Handler, handlers } from './handlers.ts'
import { mortal } from './mortal.ts'
import { queueOver, type Stores } from './queue-over.ts'
import { intercept } from './watched-mongo.ts'
import { newWorld, type World } from './world.ts'

let isolated: Isolated
let database: Mongo
const logger = createLogger('test', 'silent')
const published: Envelope[] = []
const accepted = new Set<string>()
const broker: Pick<Broker, 'publish'> = {
  publish: async (_: unknown, envelope: Envelope) => void published.push(envelope)
}
const open = (mongo: Mongo, to: typeof broker) =>
  openStores({ mongo, broker: to, clock: systemClock, logger, onMiss: () => undefined })
let healthy: Awaited<ReturnType<typeof open>>

beforeAll(async () => {
  isolated = await isolate(import.meta.url)
  database = await connectMongo({ url: isolated.mongodbUrl, database: `${isolated.database}_queue`, logger })
  healthy = await open(database, broker)
})
afterAll(async () => {
  await healthy?.[Symbol.asyncDispose]()
  await database?.[Symbol.asyncDispose]()
  await isolated?.[Symbol.asyncDispose]()
})

let worlds = 0
/** Worlds in which all preceding steps are done and their events published. */
async function prepare(handler: Handler<unknown>, count: number) {
  const made = Array.from({ length: count }, async () => {
    const world = newWorld(`${++worlds}`)
    const queue = queueOver(healthy, { clock: world.clock, broker })
    await world.open(queue)
    const given = await handler.given(queue, world)
    const runOn = (stores: Stores, to = broker) =>
      handler.run(queueOver(stores, { clock: world.clock, broker: to }), world, given)
    return { world, runOn }
  })
  const prepared = await Promise.all(made)
  await allSent()
  return prepared
}

/** Started processes, ready to crash at any step. */
async function startMortals(count: number) {
  const started = Array.from({ length: count }, async () => {
    const life = mortal(database, broker)
    return { life, stores: await open(life.mongo, life.broker) }
  })
  const mortals = await Promise.all(started)
  await waitFor(() => mortals.every(({ life }) => life.isIdle()), { timeoutMs: 30_000 })
  return mortals
}

const allSent = () => waitFor(outboxesEmpty, { timeoutMs: 30_000 })
const outboxesEmpty = async () => {
  const left = await Promise.all(
    ['conversations', 'messages', 'notes'].map(name =>
      database.collection(name).countDocuments({ 'outbox.0': { $exists: true } })
    )
  )
  return left.every(count => count === 0)
}

/** Everything the stores say about a world, in a form that is the same in every world. */
async function stateOf({ name, clock: _ }: World): Promise<string> {
  const contacts = ['bia', 'caio'].map(name)
  const all = (collection: string, filter: object) =>
    database.collection(collection).find(filter).sort({ _id: 1 }).toArray() as Promise<object[]>
  const conversations = (await all('conversations', { 'contact.externalId': { $in: contacts } })) as { _id: string }[]
  const of = { conversationId: { $in: conversations.map(({ _id }) => _id) } }
  const stored = {
    conversations,
    messages: await all('messages', of),
    transitions: await all('transitions', of),
    notes: await all('notes', of),
    drafts: await all('drafts', of),
    contacts: await database
      .collection('contacts')
      // messages redelivered in another order are written a different number of times
      .find({ externalId: { $in: contacts } }, { projection: { version: 0 } })
      .sort({ externalId: 1 })
      .toArray(),
    agents: await all('agents', { _id: { $in: ['ana', 'rui'].map(name) } })
  }
  return JSON.stringify(stored, (key, value: unknown) => (VARYING.test(key) ? undefined : value), 1)
    .replaceAll(/~\d+/g, '')
    .replaceAll(/\b(con|msg|note)_[\w-]{27}/g, '$1')
    .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, 'id')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
}
const VARYING = /^(protocol|referenceNumber|terms|presenceAt|\w+Ms)$/

/** The number of steps until handling is complete, and its result, checked to be the same when repeated. */
async function rehearse(handler: Handler<unknown>) {
  const [{ world, runOn }] = (await prepare(handler, 1)) as [Prepared]
  const [{ life, stores }] = (await startMortals(1)) as [Mortal]
  life.begin()
  await runOn(stores, life.broker)
  await allSent()
  const expected = await stateOf(world)
  const steps = life.steps()
  await stores[Symbol.asyncDispose]()
  await runOn(healthy)
  await allSent()
  expect(await stateOf(world)).toBe(expected)
  return { world, expected, steps }
}
type Prepared = Awaited<ReturnType<typeof prepare>>[number]
type Mortal = Awaited<ReturnType<typeof startMortals>>[number]

/** Crashes after that many steps; 0 = before the first. */
async function dieAfter(steps: number, { runOn }: Prepared, { life, stores }: Mortal) {
  life.begin(steps)
  await Promise.race([life.died, runOn(stores, life.broker).then(() => life.died)])
  life.bury()
  await stores[Symbol.asyncDispose]()
}

const DEATHS = repetitions(4, 1000)
const TIMEOUT_MS = 90_000
const random = seededRandom()

it.each(Object.entries(handlers))(
  'I2, I8, I11, I13: if the process ends at any step, a repetition brings it to the same end: %s',
  async (_, handler) => {
    const { world: first, expected, steps } = await rehearse(handler)
    const all = Array.from({ length: steps + 1 }, (_, step) => step)
    const deaths = random.shuffle(all).slice(0, DEATHS)
    const dying = await prepare(handler, deaths.length)
    const mortals = await startMortals(deaths.length)
    await Promise.all(deaths.map((steps, n) => dieAfter(steps, dying[n]!, mortals[n]!)))
    await using survivor = await open(database, broker)
    await Promise.all(dying.map(({ runOn }) => runOn(survivor)))
    await allSent()
    for (const [n, { world }] of dying.entries())
      expect([deaths[n], await stateOf(world)]).toEqual([deaths[n], expected])
    for (const { posted } of [first, ...dying.map(({ world }) => world)]) for (const id of posted) accepted.add(id)
  },
  TIMEOUT_MS
)

it('I13: everything that an agent loses is published, even if the process ends halfway', () => {
  const told = published.filter(({ type }) => type === 'agent.workMoved').map(({ key, data }) => [key, data] as const)
  const losses = Map.groupBy(told, ([agentId]) => agentId)
  expect(losses.size).toBeGreaterThan(2)
  for (const [, same] of losses)
    expect(new Set(same.map(([, data]) => JSON.stringify((data as DataOf<typeof workMoved>).moved))).size).toBe(1)
})

it('I8: a repeated message of a closed conversation is recognised, even if it has not been stored separately yet', async () => {
  const world = newWorld(`${++worlds}`)
  const queue = queueOver(healthy, { clock: world.clock, broker })
  await world.open(queue)
  // each process that touches the first conversation crashes between its commit and what follows
  const never = () => new Promise(() => undefined)
  const stuck = {
    ...database,
    collection: (name: string) =>
      intercept(database.collection(name), method =>
        name === 'messages' && method === 'insertMany' ? never : undefined
      )
  } as Mongo
  await using stores = await open(stuck, broker)
  const ending = queueOver(stores, { clock: world.clock, broker })
  const first = world.message('m1')
  void ending.receive(first)
  const id = await waitFor(() => world.conversationOf(queue).catch(() => undefined))
  void ending.desk.close(id, { ...world.reader('ana'), role: 'supervisor' }, {}, queue.origin)
  await waitFor(async () => (await healthy.conversations.load(id))?.conversation.status === 'closed')

  await queue.receive(world.message('m2'))
  await queue.receive(first)
  const next = await world.conversationOf(queue)
  expect(next).not.toBe(id)
  const stored = await database.collection<{ _id: string; conversationId: string }>('messages').find({}).toArray()
  const mine = stored.filter(({ _id }) => world.posted.has(_id))
  expect(mine.map(({ _id, conversationId }) => [_id, conversationId])).toEqual([
    [world.name('m1'), id],
    [world.name('m2'), next]
  ])
  for (const posted of world.posted) accepted.add(posted)
})

it('I1, I2, I3, I8, I11: none of this broke an invariant', async () => {
  await allSent()
  const history = await readHistory({ database, events: published, accepted, rules: { slackMs: 0 } })
  // limits were lowered, and nobody delivers here
  const agents = history.agents.map(agent => ({ ...agent, limit: 2 }))
  const violations = violationsOf({ ...history, agents }).filter(line => !line.endsWith('was never delivered'))
  expect(violations).toEqual([])
  expect(history.conversations.length).toBeGreaterThan(100)
})
