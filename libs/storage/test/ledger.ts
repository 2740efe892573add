import { event } from '@inbox/contracts'
import { type Clock, systemClock } from '@inbox/kernel'
import { newId } from '@inbox/runtime'
import { createLogger } from '@inbox/telemetry'
import { z } from 'zod'
import { type Aggregate, connectMongo, type Entry, openAggregates, openOutbox } from '../src/index.ts'

/** A document that counts the commands applied to it; each is applied once, however often it is repeated. */
export interface Ledger extends Aggregate {
  applied: number
  note?: string
  holds?: string[]
}

const counted = event('queue', 'test.counted', z.object({ applied: z.int() }), {
  summary: 'A command was applied'
})

interface Options {
  url: string
  database: string
  publish: (published: { key: string; version: number; applied: number }) => Promise<void>
  recoverEveryMs?: number
  clock?: Clock
}

/** The ledger on a real store, whose outbox records its entries in the collection `recorded`. */
export async function openLedger({ url, database, publish, recoverEveryMs, clock = systemClock }: Options) {
  const logger = createLogger('test', 'silent')
  const mongo = await connectMongo({ url, database, logger })
  const collection = mongo.collection<Ledger>('ledgers')
  const recorded = mongo.collection<{ _id: string }>('recorded')
  const outbox = openOutbox<Ledger>({
    collection,
    types: [counted],
    publish: (_type, { key, version, data }) => publish({ key, version, ...(data as { applied: number }) }),
    record: async envelopes => {
      for (const { key, version } of envelopes) {
        await recorded.updateOne({ _id: `${key}:${version}` }, { $set: { at: new Date() } }, { upsert: true })
      }
    },
    clock,
    logger,
    ...(recoverEveryMs !== undefined && { recoverEveryMs })
  })
  const aggregates = await openAggregates(collection, outbox, [
    { key: { holds: 1 }, name: 'holds', unique: true, sparse: true }
  ])

  const entryOf = (id: string, version: number, applied: number): Entry => {
    const at = new Date()
    const envelope = {
      id: newId(),
      type: counted.type,
      version,
      occurredAt: at.toISOString(),
      correlationId: 'test',
      causationId: null,
      key: id,
      data: { applied }
    }
    return { id: envelope.id, type: counted.type, envelope }
  }
  return {
    collection,
    recorded,
    outbox,
    aggregates,
    entryOf,
    /** Applies command number `n` unless it has been applied already. */
    async apply(id: string, n: number): Promise<void> {
      for (;;) {
        const before = await aggregates.load(id)
        if ((before?.applied ?? 0) >= n) return
        const version = (before?.version ?? 0) + 1
        if (!before) {
          await (await aggregates.insert({ _id: id, version, applied: n, outbox: [entryOf(id, version, n)] })).recorded
          return
        }
        const committed = await aggregates.commit(before, { ...before, applied: n }, [entryOf(id, version, n)])
        if (committed === 'conflict') continue
        await committed.recorded
        return
      }
    },
    async [Symbol.asyncDispose]() {
      await outbox[Symbol.asyncDispose]()
      await mongo[Symbol.asyncDispose]()
    }
  }
}
