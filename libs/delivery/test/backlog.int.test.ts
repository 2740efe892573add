import { systemClock } from '@inbox/kernel'
import { type Collection, connectMongo, openOutbox } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Delivery } from '../src/index.ts'
import { type DeliveryStore, openDeliveryStore } from '../src/store.ts'

const DEAD = 5000
const logger = createLogger('test', 'silent')
const stack = new AsyncDisposableStack()
const now = new Date('2030-01-01T12:00:00.000Z')
let store: DeliveryStore<string>
/** How many documents the database has examined for the queries since the test began. */
let examined: () => Promise<number>

const delivery = (target: string, n: number, dueAt: Date): Delivery<string> => ({
  ...{ _id: `${target}-${n}`, version: 1, outbox: [], state: 'waiting', attempts: 0, payload: '', position: n },
  ...{ target, line: `${target} ${n % 3}`, requestedAt: now, dueAt, until: new Date(now.getTime() + 86_400_000) }
})

type Explained = { executionStats: { totalDocsExamined: number } }

/** The same collection, which can explain the cost of each query made. */
function watched(collection: Collection<Delivery<string>>) {
  const asked: (() => Promise<number>)[] = []
  const explain = (filter: object, options: object) =>
    asked.push(async () => {
      const explained = await collection.find(filter, options).explain('executionStats')
      return (explained as unknown as Explained).executionStats.totalDocsExamined
    })
  const find = ((filter: object, options: object) => {
    explain(filter, options)
    return collection.find(filter, options)
  }) as typeof collection.find
  const findOne = ((filter: object, options: object) => {
    explain(filter, { ...options, limit: 1 })
    return collection.findOne(filter, options)
  }) as typeof collection.findOne
  const costs = async () => (await Promise.all(asked.map(cost => cost()))).reduce((sum, cost) => sum + cost, 0)
  return { collection: { ...collection, find, findOne }, asked, costs }
}

let watch: ReturnType<typeof watched>
beforeAll(async () => {
  const stores = stack.use(await isolate(import.meta.url))
  const mongo = stack.use(await connectMongo({ url: stores.mongodbUrl, database: stores.database, logger }))
  const collection = mongo.collection<Delivery<string>>('deliveries')
  const publish = async () => undefined
  const outbox = stack.use(openOutbox({ collection, types: [], publish, clock: systemClock, logger }))
  watch = watched(collection)
  store = await openDeliveryStore(watch.collection, outbox)
  const past = new Date(now.getTime() - 1000)
  const dead = Array.from({ length: DEAD }, (_, n) => delivery('dead', n, past))
  const alive = ['a', 'z'].flatMap(target => [
    ...Array.from({ length: 10 }, (_, n) => delivery(target, n, now)),
    delivery(target, 11, new Date(now.getTime() + 1))
  ])
  await collection.insertMany([...dead, ...alive] as never[])
  examined = watch.costs
}, 60_000)
afterAll(() => stack.disposeAsync())
beforeEach(() => void watch.asked.splice(0))

describe('looking for what is due', () => {
  test('finds targets at a cost independent of how much waits for them', async () => {
    expect(await store.openTargets()).toEqual(['a', 'dead', 'z'].map(id => ({ id, kind: undefined })))
    expect(await examined()).toBeLessThanOrEqual(4)
  })

  test('reads no more of a target than what is due there, up to a limit', async () => {
    expect((await store.dueLines('z', undefined, now, 1000)).toSorted()).toEqual(['z 0', 'z 1', 'z 2'])
    expect(await examined()).toBe(10)
    expect(await store.dueLines('dead', undefined, now, 20)).toHaveLength(3)
    expect(await examined()).toBe(30)
  })
})

test('what waits for a target is known without looking at what waits for others', async () => {
  expect(await store.backlog('a')).toEqual({ count: 11, oldest: now })
  expect(await store.backlog('dead')).toMatchObject({ count: DEAD })
  expect(await store.backlog('nobody')).toBeUndefined()
  expect(await examined()).toBe(2)
})

test('lines requested at the same moment are each answered in order, however much waits in others', async () => {
  const lines = ['z 0', 'dead 0', 'dead 2', 'a 1', 'nothing', 'dead 1', 'dead 0']
  const idsOf = async (line: string) => (await store.firstOf(line)).map(({ _id }) => _id)
  expect(await Promise.all(lines.map(idsOf))).toEqual([
    ['z-0', 'z-3', 'z-6', 'z-9'],
    ...[0, 2].map(first => [0, 3, 6, 9, 12].map(n => `dead-${first + n}`)),
    ['a-1', 'a-4', 'a-7'],
    [],
    ...[1, 0].map(first => [0, 3, 6, 9, 12].map(n => `dead-${first + n}`))
  ])
})
