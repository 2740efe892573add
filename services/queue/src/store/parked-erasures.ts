import { type Collection, ensureIndexes, insertMissing, ofAny, storageCall } from '@inbox/storage'
import type { ErasedPerson } from '../domain/parked.ts'

/** An erased contact about whom messages may be, or still get, parked; `_id` = whoever is in their place. */
export interface ParkedErasure extends ErasedPerson {
  _id: string
  /** When everything stored about them had been erased. */
  since: Date
  dueAt: Date
}

export interface ParkedErasures {
  /** Schedules the first check; once. */
  note(erasure: ParkedErasure): Promise<void>
  /** When the next one is due, if there is one. */
  nextDue(): Promise<Date | undefined>
  /** Takes some that are due; they are due for other processes again at `until`, should this one crash. */
  take(now: Date, until: Date): Promise<ParkedErasure[]>
  plan(ids: readonly string[], dueAt: Date): Promise<void>
  end(id: string): Promise<void>
}

const AT_ONCE = 100

export async function openParkedErasures(collection: Collection<ParkedErasure>): Promise<ParkedErasures> {
  await ensureIndexes(collection, [{ key: { dueAt: 1 }, name: 'due' }])
  return {
    note: insertMissing(collection),
    async nextDue() {
      const [next] = (await storageCall(() =>
        collection
          .find({ dueAt: { $gt: new Date(0) } }, { projection: { dueAt: 1 }, limit: 1 })
          .sort({ dueAt: 1 })
          .toArray()
      )) as unknown as ParkedErasure[]
      return next?.dueAt
    },
    async take(now, until) {
      const taken: ParkedErasure[] = []
      while (taken.length < AT_ONCE) {
        const due = { dueAt: { $lte: now } }
        const one = await storageCall(() => ofAny(collection).findOneAndUpdate(due, { $set: { dueAt: until } }))
        if (!one) break
        taken.push(one as unknown as ParkedErasure)
      }
      return taken
    },
    async plan(ids, dueAt) {
      await storageCall(() => ofAny(collection).updateMany({ _id: { $in: [...ids] } }, { $set: { dueAt } }))
    },
    async end(id) {
      await storageCall(() => collection.deleteOne({ _id: id }))
    }
  }
}
