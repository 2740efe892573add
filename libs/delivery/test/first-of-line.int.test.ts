import { systemClock } from '@inbox/kernel'
import type { Collection, Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Deliveries, type Delivery, openDeliveries } from '../src/index.ts'
import { openDatabase } from './database.ts'

const logger = createLogger('test', 'silent')
const stack = new AsyncDisposableStack()
let mongo: Mongo
beforeAll(async () => {
  mongo = await openDatabase(import.meta.url, stack)
})
afterAll(() => stack.disposeAsync())

const open = (collection: Collection<Delivery<string>>, send: (id: string) => Promise<void>) =>
  openDeliveries<string>({
    ...{ collection, clock: systemClock, logger, types: [], entriesOf: () => [], publish: async () => undefined },
    // a possibly taken one would end as uncertain
    isIdempotent: () => false,
    send: async ({ _id }) => {
      await send(_id)
      return { kind: 'sent' }
    }
  })
const add = (deliveries: Deliveries<string>, id: string) => {
  const requestedAt = new Date()
  const until = new Date(requestedAt.getTime() + 3_600_000)
  return deliveries.add({ id, target: 'shop', line: 'c1', payload: '', requestedAt, until })
}

test('I16: a delivery that finds another process at work in its line waits for it, and then leaves', async () => {
  const collection = mongo.collection<Delivery<string>>('two_processes')
  const sent: string[] = []
  const held = Promise.withResolvers<void>()
  const send = async (id: string) => {
    sent.push(id)
    if (id === 'd1') await held.promise
  }
  await using first = await open(collection, send)
  await using second = await open(collection, send)
  await add(first, 'd1')
  await waitFor(() => sent.length === 1)
  await add(second, 'd2')
  expect(await collection.findOne({ _id: 'd2' })).toMatchObject({ state: 'waiting', attempts: 0 })
  expect(sent).toEqual(['d1'])
  held.resolve()
  await waitFor(() => sent.length === 2, { timeoutMs: 30_000 })
  await waitFor(async () => (await collection.findOne({ _id: 'd2' }))?.state === 'over')
  expect(await collection.findOne({ _id: 'd2' })).toMatchObject({ ending: { kind: 'sent' }, attempts: 1 })
})

test('a delivery stored when its line cannot be read leaves as soon as it can', async () => {
  const collection = mongo.collection<Delivery<string>>('unread')
  let reads = 0
  const failing = {
    ...collection,
    find: (filter: object, ...more: never[]) => {
      if ('line' in filter && ++reads === 1) throw new Error('the database is away')
      return collection.find(filter, ...more)
    }
  } as typeof collection
  const sent: string[] = []
  await using deliveries = await open(failing, async id => void sent.push(id))
  await add(deliveries, 'd1')
  await waitFor(() => sent.length === 1)
  expect(reads).toBe(2)
  await waitFor(async () => (await collection.findOne({ _id: 'd1' }))?.state === 'over')
  expect(await collection.findOne({ _id: 'd1' })).toMatchObject({ ending: { kind: 'sent' }, attempts: 1 })
})
