import { type Collection, decodeCursor, encodeCursor, ofAny, storageCall } from '@inbox/storage'

export interface Page {
  cursor?: string | undefined
  limit: number
}
export interface PageOf<Item> {
  items: Item[]
  nextCursor: string | null
}

/** A page of documents ordered by `by`, newest first; without the fields in `left`. */
export async function newestFirst<By extends string, Doc extends { _id: string } & Record<By, Date>>(
  collection: Collection<Doc>,
  filter: object,
  { cursor, limit }: Page,
  by: By,
  left: readonly (keyof Doc & string)[] = []
): Promise<PageOf<Doc>> {
  const projection = Object.fromEntries(left.map(name => [name, 0]))
  const found = (await storageCall(() =>
    ofAny(collection)
      .find({ ...filter, ...after(cursor, by) }, { limit: limit + 1, projection })
      .sort({ [by]: -1, _id: 1 })
      .toArray()
  )) as unknown as Doc[]
  const items = found.slice(0, limit)
  const last = found.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor([last[by].getTime(), last._id]) : null }
}

function after(cursor: string | undefined, by: string) {
  if (cursor === undefined) return {}
  const [at, id] = decodeCursor(cursor, ['number', 'string']) as [number, string]
  const time = new Date(at)
  return { $or: [{ [by]: { $lt: time } }, { [by]: time, _id: { $gt: id } }] }
}
