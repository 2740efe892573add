import { event } from '@inbox/contracts'
import { systemClock } from '@inbox/kernel'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { type Delivery, openDeliveries } from '../src/index.ts'

const DAY_MS = 86_400_000
const WITHIN_MS = 60_000
const logger = createLogger('tests', 'silent')
const over = event('channel-adapters', 'test.over', z.object({ kind: z.string() }), { summary: 'A delivery is over' })

test('I17: what got no answer is waited for: a status ends it within 60 s, after that it is uncertain, never sent twice, and no later status ends it again', async () => {
  await using stores = await isolate(import.meta.url)
  await using mongo = await connectMongo({ url: stores.mongodbUrl, database: stores.database, logger })
  let aheadMs = 0
  const clock = { now: () => new Date(systemClock.now().getTime() + aheadMs) }
  const calls: string[] = []
  const told: string[] = []
  await using deliveries = await openDeliveries<string>({
    collection: mongo.collection<Delivery<string>>('deliveries'),
    send: async ({ _id }) => {
      calls.push(_id)
      return { kind: 'uncertain', error: 'no answer' }
    },
    entriesOf: ({ _id, ending, endedAt: at }) => {
      const envelope = { id: `${_id}.over`, key: _id, type: over.type, data: { kind: ending!.kind } }
      return [{ id: envelope.id, type: over.type, at: at!, envelope: envelope as never }]
    },
    publish: async (_, { key, data }) => void told.push(`${key} ${(data as { kind: string }).kind}`),
    ...{ types: [over], isIdempotent: () => false, confirmedWithinMs: () => WITHIN_MS, clock, logger }
  })
  const requestedAt = clock.now()
  const until = new Date(requestedAt.getTime() + DAY_MS)
  for (const id of ['m1', 'm2']) await deliveries.add({ id, target: 'shop', line: id, payload: id, requestedAt, until })
  await waitFor(() => calls.length === 2)
  // wait until the attempt's outcome is stored
  await waitFor(async () => {
    await deliveries.confirm('m1', { kind: 'sent', receipt: 'wamid.1' })
    return told.length === 1
  })
  aheadMs = WITHIN_MS
  await waitFor(() => told.length === 2, { timeoutMs: 20_000 })
  const sent = { kind: 'sent', receipt: 'wamid.2' } as const
  expect([await deliveries.confirm('m2', sent), await deliveries.confirm('m3', sent)]).toEqual([requestedAt, undefined])
  expect(told).toEqual(['m1 sent', 'm2 uncertain'])
  expect(calls.toSorted()).toEqual(['m1', 'm2'])
})
