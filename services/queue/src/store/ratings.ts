import { type Collection, ensureIndexes, insertMissing } from '@inbox/storage'
import type { Fact } from '../domain/fact.ts'

/** How many stars a contact gave a conversation, `_id` = its id; without the contact's comment. */
export interface RatingDocument {
  _id: string
  stars: number
  fact: Fact
}

/** What reports add up about ratings; it survives the removal of the conversation and the erasure of its contact. */
export interface Ratings {
  record(ratings: RatingDocument[]): Promise<void>
}

export async function openRatings(collection: Collection<RatingDocument>): Promise<Ratings> {
  await ensureIndexes(collection, [{ key: { 'fact.on': 1 }, name: 'facts' }])
  const insertOnce = insertMissing(collection)
  return { record: async ratings => void (await Promise.all(ratings.map(insertOnce))) }
}
