import type { AnyDocument, Mongo } from '@inbox/storage'

/** All documents that match a filter, or only these fields of them. */
export const read = async <Stored>(
  mongo: Mongo,
  collection: string,
  filter: object,
  fields: readonly string[] = []
): Promise<Stored[]> => {
  const projection = Object.fromEntries(fields.map(field => [field, 1]))
  const options = fields.length > 0 ? { projection } : {}
  return (await mongo.collection<AnyDocument>(collection).find(filter, options).toArray()) as unknown as Stored[]
}

/** Keeps a command below the limit of 16 MB. */
const IDS_AT_ONCE = 10_000

/** The same for the documents with these ids, however many there are. */
export async function readByIds<Stored>(
  mongo: Mongo,
  collection: string,
  ids: Iterable<string>,
  fields: readonly string[]
): Promise<Stored[]> {
  const all = [...new Set(ids)]
  const found: Stored[] = []
  for (let from = 0; from < all.length; from += IDS_AT_ONCE) {
    const some = { _id: { $in: all.slice(from, from + IDS_AT_ONCE) } }
    found.push(...(await read<Stored>(mongo, collection, some, fields)))
  }
  return found
}
