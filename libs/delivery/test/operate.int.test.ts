import { event } from '@inbox/contracts'
import { systemClock } from '@inbox/kernel'
import type { Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { type Delivery, openDeliveries, operateDeliveries } from '../src/index.ts'
import { openDatabase } from './database.ts'

const over = event('channel-adapters', 'test.over', z.object({ kind: z.string() }), { summary: 'A delivery is over' })
const logger = createLogger('test', 'silent')
const DAY_MS = 86_400_000
const stack = new AsyncDisposableStack()
let mongo: Mongo
beforeAll(async () => {
  mongo = await openDatabase(import.meta.url, stack)
})
afterAll(() => stack.disposeAsync())

const entriesOf = ({ _id, ending, endedAt }: Delivery<string>) => {
  const about = { id: `${_id}.over`, key: _id, version: 1, correlationId: 'test', occurredAt: endedAt!.toISOString() }
  return [
    { id: about.id, type: over.type, envelope: { ...about, type: over.type, data: { kind: ending!.kind } } as never }
  ]
}

test('an operator sees what waits, has it tried at once, and drops it with everybody being told', async () => {
  const collection = mongo.collection<Delivery<string>>('deliveries')
  const calls: string[] = []
  const told: string[] = []
  await using deliveries = await openDeliveries<string>({
    ...{ collection, entriesOf, clock: systemClock, logger, types: [over], isIdempotent: () => true },
    send: async ({ _id }) => {
      calls.push(_id)
      return { kind: 'retry', error: 'closed', afterMs: DAY_MS / 2 }
    },
    publish: async (_, { key, data }) => void told.push(`${key} ${(data as { kind: string }).kind}`)
  })
  const operator = operateDeliveries(collection, entriesOf, systemClock)
  const requestedAt = new Date()
  const until = new Date(requestedAt.getTime() + DAY_MS)
  const mails = ['m3', 'm4']
  const add = (target: string, id: string) => deliveries.add({ id, target, line: id, payload: id, requestedAt, until })
  for (const id of ['m1', 'm2']) await add('shop', id)
  for (const id of mails) await add('mail', id)
  const waiting = async () =>
    (await operator.list({ limit: 10 })).map(({ _id, attempts, error }) => [_id, attempts, error])
  await waitFor(async () => (await waiting()).every(([, attempts, error]) => attempts === 1 && error === 'closed'))
  expect(await operator.list({ target: 'another', limit: 10 })).toEqual([])

  expect(await operator.retry(['m1', 'unknown'])).toEqual(['m1'])
  await waitFor(async () => (await waiting()).some(([id, attempts]) => id === 'm1' && attempts === 2), {
    timeoutMs: 30_000
  })
  expect(calls.filter(id => id === 'm2')).toHaveLength(1)

  await waitFor(async () => (await operator.drop(['m2'])).length === 1)
  await waitFor(() => told.includes('m2 refused'), { timeoutMs: 30_000 })
  expect((await waiting()).map(([id]) => id).toSorted()).toEqual(['m1', ...mails])
  expect(await operator.drop(['m2'])).toEqual([])

  expect((await operator.retry({ target: 'mail' })).toSorted()).toEqual(mails)
  const dropped: string[] = []
  await waitFor(async () => dropped.push(...(await operator.drop({ target: 'mail' }))) === 2)
  expect(dropped.toSorted()).toEqual(mails)
  expect((await waiting()).map(([id]) => id)).toEqual(['m1'])
})
