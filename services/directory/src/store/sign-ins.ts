import { type Collection, ensureIndexes, isDuplicateKey, storageCall } from '@inbox/storage'
import { type Attempts, FORGOTTEN_AFTER_SECONDS } from '../domain/sign-in-brake.ts'

export interface AttemptsDocument extends Attempts {
  /** Hash of the e-mail address tried: also of those that nobody has. */
  _id: string
}

/** One sign-in and the refresh tokens that follow from it; only the latest is good. */
export interface FamilyDocument {
  _id: string
  agentId: string
  /** SHA-256 of the only token that is good. */
  current: string
  /** SHA-256 of the one before, and when it was exchanged: its answer may have been lost on the way. */
  previous?: string
  rotatedAt?: Date
  startedAt: Date
  expiresAt: Date
}

/** Failed tries and living sign-ins; what is over is removed by the database. */
export async function openSignIns(attempts: Collection<AttemptsDocument>, families: Collection<FamilyDocument>) {
  await ensureIndexes(attempts, [
    { key: { lastAt: 1 }, name: 'forgotten', expireAfterSeconds: FORGOTTEN_AFTER_SECONDS }
  ])
  await ensureIndexes(families, [{ key: { expiresAt: 1 }, name: 'expired', expireAfterSeconds: 0 }])
  return {
    loadAttempts: (id: string) => storageCall(() => attempts.findOne({ _id: id })),
    /** Whether nobody else counted a try since `before` was loaded. */
    countAttempt: (id: string, before: Attempts | null, after: Attempts): Promise<boolean> =>
      storageCall(async () => {
        try {
          const filter = before ? { failures: before.failures, lastAt: before.lastAt } : { failures: 0 }
          const { matchedCount, upsertedCount } = await attempts.updateOne(
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
    forgetAttempts: (id: string) => storageCall(() => attempts.deleteOne({ _id: id })),
    begin: (family: FamilyDocument) => storageCall(() => families.insertOne(family)),
    load: (id: string) => storageCall(() => families.findOne({ _id: id })),
    /** Makes `next` the good token; null if the family has changed since it was loaded as `before`. */
    rotate: (before: FamilyDocument, next: Pick<FamilyDocument, 'current' | 'previous' | 'rotatedAt' | 'expiresAt'>) =>
      storageCall(() =>
        families.findOneAndUpdate(
          { _id: before._id, current: before.current },
          { $set: next },
          { returnDocument: 'after' }
        )
      ),
    /** Ends the family; answers what it was. */
    end: (id: string) => storageCall(() => families.findOneAndDelete({ _id: id }))
  }
}
export type SignIns = Awaited<ReturnType<typeof openSignIns>>
