import {
  type Aggregate,
  type Collection,
  type Entry,
  isDuplicateKey,
  type Outbox,
  openAggregates,
  storageCall
} from '@inbox/storage'
import type { Erasure } from '../domain/erase.ts'

export type ErasureDocument = Erasure & Aggregate

export interface Erasures {
  /** Stores it with its events; returns the one already under way for that contact, if any. */
  begin(erasure: Erasure, entries: Entry[]): Promise<Erasure>
  get(contactId: string): Promise<Erasure | null>
  /** Publishes events, at least once. */
  tell(contactId: string, entries: Entry[]): Promise<void>
  /** Some erasures under way, in the order of their contacts' ids, after that of `last`. */
  underWay(last: string): Promise<Erasure[]>
  /** False while it has unpublished events. */
  end(contactId: string): Promise<boolean>
}

const AT_ONCE = 20

export async function openErasures(collection: Collection<ErasureDocument>, outbox: Outbox): Promise<Erasures> {
  const aggregates = await openAggregates(collection, outbox, [])
  return {
    async begin(erasure, entries) {
      try {
        await aggregates.insert({ ...erasure, version: 1, outbox: entries })
        return erasure
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
        return (await aggregates.load(erasure._id)) ?? erasure
      }
    },
    get: aggregates.load,
    async tell(contactId, entries) {
      for (;;) {
        const before = await aggregates.load(contactId)
        // another process has completed it
        if (!before || (await aggregates.commit(before, before, entries)) !== 'conflict') return
      }
    },
    underWay: last =>
      storageCall(() =>
        collection
          .find({ _id: { $gt: last } }, { limit: AT_ONCE })
          .sort({ _id: 1 })
          .toArray()
      ) as Promise<ErasureDocument[]>,
    async end(contactId) {
      const told = { _id: contactId, 'outbox.0': { $exists: false } }
      const { deletedCount } = await storageCall(() => collection.deleteOne(told as never))
      return deletedCount === 1 || (await aggregates.load(contactId)) === null
    }
  }
}
