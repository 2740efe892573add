import { type Collection, isDuplicateKey, storageCall } from '@inbox/storage'

export interface ServiceAccountUse {
  /** The id of the service account. */
  _id: string
  at: Date
}

/** When service accounts were last used; apart from what administrators decide, so neither overwrites the other. */
export function createServiceAccountUses(collection: Collection<ServiceAccountUse>) {
  return {
    /** Keeps the later use if one is already recorded. */
    record: (id: string, at: Date): Promise<void> =>
      storageCall(async () => {
        try {
          await collection.updateOne({ _id: id, at: { $lt: at } }, { $set: { at } }, { upsert: true })
        } catch (error) {
          if (!isDuplicateKey(error)) throw error
        }
      }),
    async of(ids: readonly string[]): Promise<ReadonlyMap<string, Date>> {
      const found = await storageCall(() => collection.find({ _id: { $in: [...ids] } }).toArray())
      return new Map(found.map(({ _id, at }) => [_id, at]))
    }
  }
}
