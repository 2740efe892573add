import { type Collection, storageCall } from '@inbox/storage'
import type { Pace } from '../domain/pace.ts'

export type PaceDocument = Pace & { _id: string }

/** The departments' paces as last saved. */
export interface Paces {
  all(): Promise<Map<string, Pace>>
  save(paces: readonly [departmentId: string, pace: Pace][]): Promise<void>
}

export const openPaces = (collection: Collection<PaceDocument>): Paces => ({
  all: async () => {
    const documents = (await storageCall(() => collection.find({}).toArray())) as unknown as PaceDocument[]
    return new Map(documents.map(({ _id, ...pace }) => [_id, pace]))
  },
  save: async paces => {
    if (paces.length === 0) return
    const writes = paces.map(([_id, pace]) => ({ replaceOne: { filter: { _id }, replacement: pace, upsert: true } }))
    await storageCall(() => collection.bulkWrite(writes, { ordered: false }))
  }
})
