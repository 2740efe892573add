import { type Collection, decodeCursor, encodeCursor, ofAny, storageCall } from '@inbox/storage'

export interface Page {
  cursor?: string | undefined
  limit: number
}
export interface PageOf<Item> {
  items: Item[]
  nextCursor: string | null
}

/** A page of what was received, newest first; without the fields of `left`. */
export async function newestFirst<Doc extends { _id: string; receivedAt: Date }>(
  collection: Collection<Doc>,
  filter: object,
  { cursor, limit }: Page,
  left: readonly (keyof Doc & string)[] = []
): Promise<PageOf<Doc>> {
  const projection = Object.fromEntries(left.map(name => [name, 0]))
  const found = (await storageCall(() =>
    ofAny(collection)
      .find({ ...filter, ...after(cursor) }, { limit: limit + 1, projection })
      .sort({ receivedAt: -1, _id: 1 })
      .toArray()
  )) as unknown as Doc[]
  const items = found.slice(0, limit)
  const last = found.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor([last.receivedAt.getTime(), last._id]) : null }
}

function after(cursor: string | undefined) {
  if (cursor === undefined) return {}
  const [at, id] = decodeCursor(cursor, ['number', 'string']) as [number, string]
  const receivedAt = new Date(at)
  return { $or: [{ receivedAt: { $lt: receivedAt } }, { receivedAt, _id: { $gt: id } }] }
}
