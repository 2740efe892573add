import { type Collection, ensureIndexes, insertMissing, storageCall } from '@inbox/storage'
import type { ErasedPerson } from '../domain/parked.ts'

/** An erased contact about whom a message may still get parked; `_id` = whoever is in their place. */
export interface ParkedErasure extends ErasedPerson {
  _id: string
  dueAt: Date
}

export interface ParkedErasures {
  /** Schedules one more check. */
  note(erasure: ParkedErasure): Promise<void>
  dueBefore(until: Date): Promise<ParkedErasure[]>
  end(id: string): Promise<void>
}

const AT_ONCE = 20

export async function openParkedErasures(collection: Collection<ParkedErasure>): Promise<ParkedErasures> {
  await ensureIndexes(collection, [{ key: { dueAt: 1 }, name: 'due' }])
  return {
    note: insertMissing(collection),
    dueBefore: async until =>
      (await storageCall(() =>
        collection
          .find({ dueAt: { $lte: until } }, { limit: AT_ONCE })
          .sort({ dueAt: 1 })
          .toArray()
      )) as unknown as ParkedErasure[],
    async end(id) {
      await storageCall(() => collection.deleteOne({ _id: id }))
    }
  }
}
