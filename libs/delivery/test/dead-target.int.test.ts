import { systemClock } from '@inbox/kernel'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import { expect, test } from '@jest/globals'
import { type Delivery, openDeliveries } from '../src/index.ts'

const [WAITING, LEAVING] = [1000, 100]
/** Concurrent attempts at one target. */
const AT_ONCE = 20
const logger = createLogger('test', 'silent')

test('a target that never answers is called twenty times at once while a thousand deliveries wait for it, and those to another leave', async () => {
  await using stack = new AsyncDisposableStack()
  const stores = stack.use(await isolate(import.meta.url))
  const mongo = stack.use(await connectMongo({ url: stores.mongodbUrl, database: stores.database, logger }))
  const called: string[] = []
  const engine = stack.use(
    await openDeliveries<string>({
      collection: mongo.collection<Delivery<string>>('deliveries'),
      send: ({ target }, signal) => {
        called.push(target)
        if (target === 'alive') return Promise.resolve({ kind: 'sent' })
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))))
      },
      ...{ isIdempotent: () => true, entriesOf: () => [], types: [], publish: async () => undefined },
      ...{ clock: systemClock, logger, leaseMs: 600_000 }
    })
  )
  const requestedAt = new Date()
  const until = new Date(requestedAt.getTime() + 86_400_000)
  const add = (target: string, n: number) =>
    engine.add({ id: `${target}-${n}`, target, line: `${target} ${n}`, payload: '', requestedAt, until })
  const callsTo = (target: string) => called.filter(each => each === target).length

  await Promise.all(Array.from({ length: WAITING }, (_, n) => add('dead', n)))
  await waitFor(() => callsTo('dead') === AT_ONCE, { timeoutMs: 30_000 })
  await Promise.all(Array.from({ length: LEAVING }, (_, n) => add('alive', n)))
  await waitFor(() => callsTo('alive') === LEAVING, { timeoutMs: 30_000 })
  // none of these has ended meanwhile, and no more were begun
  expect(callsTo('dead')).toBe(AT_ONCE)
  expect(await engine.backlog('dead')).toMatchObject({ count: WAITING })
})
