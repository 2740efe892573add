import type { Envelope } from '@inbox/contracts'
import type { Broker } from '@inbox/messaging'
import { connectMongo, type Mongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { fakeClock, isolate } from '@inbox/testing'
import { openStores } from '../src/store/open-stores.ts'
import { queueOver } from './queue-over.ts'
import { newWorld } from './world.ts'

/** A test file's stores on a real database, which `prepare` may see empty first, and everything they publish. */
export async function openStoredQueue(file: string, prepare?: (database: Mongo) => Promise<unknown>) {
  await using stack = new AsyncDisposableStack()
  const isolated = stack.use(await isolate(file))
  const logger = createLogger('test', 'silent')
  const connected = { url: isolated.mongodbUrl, database: `${isolated.database}_queue`, logger }
  const database = stack.use(await connectMongo(connected))
  await prepare?.(database)
  const published: Envelope[] = []
  const broker: Pick<Broker, 'publish'> = {
    publish: async (_: unknown, envelope: Envelope) => void published.push(envelope)
  }
  const fake = fakeClock()
  // no two instants are the same
  const clock = {
    now: () => {
      fake.advance(1)
      return fake.now()
    }
  }
  const stores = stack.use(await openStores({ mongo: database, broker, clock, logger, onMiss: () => undefined }))
  const kept = stack.move()
  let worlds = 0
  return {
    ...{ database, stores, broker, published },
    /** A queue in its own world, with its agents present. */
    async begin() {
      const world = newWorld(`${++worlds}`)
      const queue = queueOver(stores, { clock: world.clock, broker })
      await world.open(queue)
      return { world, queue }
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync()
  }
}

export type StoredQueue = Awaited<ReturnType<typeof openStoredQueue>>
