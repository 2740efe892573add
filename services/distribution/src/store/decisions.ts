import type { DecisionRecord } from '@inbox/contracts'
import { createLater } from '@inbox/runtime'
import { type Collection, ensureIndexes, isDuplicateKey, storageCall } from '@inbox/storage'
import { counter, type Logger } from '@inbox/telemetry'

/** A record as stored; ids increase with time. */
export type DecisionDocument = Omit<DecisionRecord, 'id' | 'decidedAt'> & { _id: string; decidedAt: Date }

export interface Decisions extends AsyncDisposable {
  /** Stores the record soon, in a batch. */
  add(record: DecisionRecord): void
  /** One conversation's records, newest first; `cursor` is the id of the last one of the previous page. */
  page(conversationId: string, limit: number, cursor?: string): Promise<DecisionRecord[]>
}

const WRITE_EVERY_MS = 200
const MAX_PER_WRITE = 1000
/** About 20 MB; beyond, the oldest are dropped: offers must not wait for the database, nor memory run out. */
const MAX_UNWRITTEN = 20_000
const KEPT_SECONDS = 180 * 86_400

const givenUp = counter(
  'matcher_decisions_given_up_total',
  'Decision records given up because the database was unavailable for too long'
)

export async function openDecisions(collection: Collection<DecisionDocument>, logger: Logger): Promise<Decisions> {
  await ensureIndexes(collection, [
    { key: { conversationId: 1, _id: -1 }, name: 'conversation' },
    { key: { decidedAt: 1 }, name: 'expired', expireAfterSeconds: KEPT_SECONDS }
  ])
  let unwritten: DecisionRecord[] = []

  const write = async () => {
    for (let batch = unwritten.slice(0, MAX_PER_WRITE); batch.length > 0; batch = unwritten.slice(0, MAX_PER_WRITE)) {
      await storageCall(() => insertOnce(collection, batch.map(toDocument)))
      const written = new Set(batch)
      unwritten = unwritten.filter(record => !written.has(record))
    }
  }
  const onError = (error: unknown) =>
    logger.warn({ err: error, unwritten: unwritten.length }, 'could not store decisions yet')
  const writing = createLater(WRITE_EVERY_MS, () => unwritten.length > 0, write, onError)

  return {
    add(record) {
      unwritten.push(record)
      writing.wake()
      if (unwritten.length <= MAX_UNWRITTEN) return
      unwritten.shift()
      givenUp.inc()
    },
    page: (conversationId, limit, cursor) =>
      storageCall(async () => {
        const filter = { conversationId, ...(cursor !== undefined && { _id: { $lt: cursor } }) }
        const found = collection.find(filter, { limit }).sort({ _id: -1 })
        return ((await found.toArray()) as unknown as DecisionDocument[]).map(toRecord)
      }),
    async [Symbol.asyncDispose]() {
      await writing[Symbol.asyncDispose]()
      await write().catch(onError)
    }
  }
}

/** Keeps existing records as they are. */
async function insertOnce(collection: Collection<DecisionDocument>, documents: DecisionDocument[]): Promise<void> {
  try {
    await collection.insertMany(documents, { ordered: false })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

const toDocument = ({ id, decidedAt, ...record }: DecisionRecord): DecisionDocument => ({
  _id: id,
  ...record,
  decidedAt: new Date(decidedAt)
})

const toRecord = ({ _id, decidedAt, ...record }: DecisionDocument): DecisionRecord => ({
  id: _id,
  ...record,
  decidedAt: decidedAt.toISOString()
})
