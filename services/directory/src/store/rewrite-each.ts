import { type Aggregate, type Collection, storageCall } from '@inbox/storage'

/**
 * Stores what `rewritten` makes of each document without publishing it; resolves with how many changed. `kept`: the
 * fields that it may change.
 */
export async function rewriteEach<Doc extends { _id: string; version: number }>(
  collection: Collection<Doc & Aggregate>,
  documents: readonly Pick<Doc, '_id'>[],
  rewritten: (document: Doc) => Doc | undefined,
  kept: (document: Doc) => object
): Promise<number> {
  let count = 0
  for (const { _id } of documents) {
    for (let written = false; !written; ) {
      const before = (await storageCall(() => collection.findOne({ _id } as never))) as Doc | null
      const after = before && rewritten(before)
      if (!after) break
      const { version } = before
      const set = { ...kept(after), version: version + 1 }
      const done = await storageCall(() => collection.updateOne({ _id, version } as never, { $set: set } as never))
      written = done.modifiedCount > 0
      count += done.modifiedCount
    }
  }
  return count
}
