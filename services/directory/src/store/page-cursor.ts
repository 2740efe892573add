import { decodeCursor } from '@inbox/storage'

export interface PageQuery {
  cursor?: string | undefined
  limit: number
}

/** The filter for what follows `cursor` in the order of (sortKey, _id); throws Malformed if the cursor is invalid. */
export function filterAfter(cursor: string | undefined): Record<string, unknown> {
  if (cursor === undefined) return {}
  const [sortKey, id] = decodeCursor(cursor, ['string', 'string'])
  return { $or: [{ sortKey: { $gt: sortKey } }, { sortKey, _id: { $gt: id } }] }
}
