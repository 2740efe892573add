import { appendFileSync } from 'node:fs'
import { event } from '@inbox/contracts'
import { systemClock } from '@inbox/kernel'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { z } from 'zod'
import { type Delivery, openDeliveries } from '../src/index.ts'

const DAY_MS = 86_400_000
/** Far longer than an attempt takes here, also on a busy machine. */
const LEASE_MS = 3000
const over = event('channel-adapters', 'test.over', z.object({ kind: z.string() }), { summary: 'A delivery is over' })

interface Options {
  url: string
  database: string
  /** The file in which the provider records the id of each call. */
  file: string
  idempotent: boolean
  /** The kinds that this process handles; default: all. */
  kinds?: string[]
}

/** Deliveries to one provider, all in one line. */
export async function openSender({ url, database, file, idempotent, kinds }: Options) {
  const logger = createLogger('test', 'silent')
  const mongo = await connectMongo({ url, database, logger })
  const collection = mongo.collection<Delivery<string>>('deliveries')
  const told: string[] = []
  const deliveries = await openDeliveries<string>({
    collection,
    send: async ({ _id }) => {
      appendFileSync(file, `${_id}\n`)
      return { kind: 'sent' }
    },
    ...(kinds && { kinds }),
    isIdempotent: () => idempotent,
    entriesOf: ({ _id, ending, endedAt }) => {
      const id = `${_id}.over`
      const at = endedAt!
      const about = { id, key: _id, version: 1, correlationId: 'test', occurredAt: at.toISOString() }
      return [
        { id, type: over.type, at, envelope: { ...about, type: over.type, data: { kind: ending!.kind } } as never }
      ]
    },
    types: [over],
    publish: async (_, { key, data }) => void told.push(`${key} ${(data as { kind: string }).kind}`),
    clock: systemClock,
    logger,
    leaseMs: LEASE_MS
  })
  return {
    told,
    add: (id: string) => {
      const requestedAt = new Date()
      const until = new Date(requestedAt.getTime() + DAY_MS)
      return deliveries.add({ id, target: 'shop', kind: 'test', line: 'c1', payload: id, requestedAt, until })
    },
    stored: (id: string) => collection.findOne({ _id: id }) as Promise<Delivery<string> | null>,
    async [Symbol.asyncDispose]() {
      await deliveries[Symbol.asyncDispose]()
      await mongo[Symbol.asyncDispose]()
    }
  }
}
