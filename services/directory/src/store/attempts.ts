import { type Collection, ensureIndexes, isDuplicateKey, storageCall } from '@inbox/storage'
import { type Attempts, FORGOTTEN_AFTER_SECONDS } from '../domain/sign-in-rate-limit.ts'

export interface AttemptsDocument extends Attempts {
  /** The hash of what is counted together; accounts that do not exist are tried, too. */
  _id: string
}

/** Failed sign-ins; the database removes old ones. */
export async function openAttempts(collection: Collection<AttemptsDocument>) {
  await ensureIndexes(collection, [
    { key: { lastAt: 1 }, name: 'forgotten', expireAfterSeconds: FORGOTTEN_AFTER_SECONDS }
  ])
  return {
    load: (id: string) => storageCall(() => collection.findOne({ _id: id })),
    /** Stores `after`; false if somebody else has counted a try since `before` was loaded. */
    count: (id: string, before: Attempts | null, after: Attempts): Promise<boolean> =>
      storageCall(async () => {
        try {
          const filter = before ? { failures: before.failures, lastAt: before.lastAt } : { failures: 0 }
          const { matchedCount, upsertedCount } = await collection.updateOne(
            { _id: id, ...filter },
            { $set: { failures: after.failures, lastAt: after.lastAt } },
            { upsert: before === null }
          )
          return matchedCount + upsertedCount > 0
        } catch (error) {
          if (isDuplicateKey(error)) return false
          throw error
        }
      }),
    takeBackOne: (id: string) =>
      storageCall(() => collection.updateOne({ _id: id, failures: { $gt: 0 } }, { $inc: { failures: -1 } })),
    forget: (id: string) => storageCall(() => collection.deleteOne({ _id: id }))
  }
}
export type AttemptsStore = Awaited<ReturnType<typeof openAttempts>>
