import { systemClock } from '@inbox/kernel'
import type { Collection, Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Delivery, type Outcome, openDeliveries, operateDeliveries } from '../src/index.ts'
import { openDatabase } from './database.ts'

const logger = createLogger('test', 'silent')
const stack = new AsyncDisposableStack()
let mongo: Mongo
beforeAll(async () => {
  mongo = await openDatabase(import.meta.url, stack)
})
afterAll(() => stack.disposeAsync())

type Send = (id: string) => Promise<Outcome>
const open = (collection: Collection<Delivery<string>>, send: Send, kinds?: string[]) =>
  openDeliveries<string>({
    ...{ collection, clock: systemClock, logger, types: [], entriesOf: () => [], publish: async () => undefined },
    ...{ isIdempotent: () => true, send: ({ _id }: Delivery<string>) => send(_id), ...(kinds && { kinds }) }
  })
/** Deliveries in one line, stored by a process that does not handle them. */
async function stored(name: string, ids: string[]) {
  const collection = mongo.collection<Delivery<string>>(name)
  await using other = await open(collection, async () => ({ kind: 'sent' }), ['another'])
  const requestedAt = new Date()
  const about = { target: 'shop', kind: 'ours', line: 'c1', payload: '', requestedAt }
  for (const id of ids) await other.add({ ...about, id, until: new Date(requestedAt.getTime() + 3_600_000) })
  return collection
}

test('what is dropped while others of its line are being delivered does not leave, although it was read with them', async () => {
  const collection = await stored('given_up', ['d1', 'd2', 'd3'])
  const sent: string[] = []
  const held = Promise.withResolvers<void>()
  await using _ = await open(collection, async id => {
    sent.push(id)
    if (id === 'd1') await held.promise
    return { kind: 'sent' }
  })
  await waitFor(() => sent.length === 1)
  expect(await operateDeliveries(collection, () => [], systemClock).drop(['d2'])).toEqual(['d2'])
  held.resolve()
  await waitFor(() => sent.includes('d3'))
  expect(sent).toEqual(['d1', 'd3'])
})

test('what waits for a retry holds back what was read with it', async () => {
  const collection = await stored('held_back', ['d1', 'd2'])
  const sent: string[] = []
  await using _ = await open(collection, async id => {
    sent.push(id)
    return sent.length === 1 ? { kind: 'retry', error: 'busy' } : { kind: 'sent' }
  })
  await waitFor(() => sent.includes('d2'))
  expect(sent).toEqual(['d1', 'd1', 'd2'])
})

test('several deliveries of a line leave each time it is read', async () => {
  const ids = Array.from({ length: 40 }, (_, n) => `d${n}`)
  const collection = await stored('counted', ids)
  let reads = 0
  const counting = {
    ...collection,
    find: (filter: object, ...more: never[]) => {
      if ('line' in filter) reads += 1
      return collection.find(filter, ...more)
    }
  } as typeof collection
  const sent: string[] = []
  await using _ = await open(counting, async id => {
    sent.push(id)
    return { kind: 'sent' }
  })
  await waitFor(() => sent.length === ids.length)
  expect(sent).toEqual(ids)
  expect(reads).toBeLessThan(ids.length / 2)
})
