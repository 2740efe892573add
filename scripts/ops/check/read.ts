import type { AnyDocument, Mongo } from '@inbox/storage'

/** All documents that a filter finds, or these fields of them. */
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
