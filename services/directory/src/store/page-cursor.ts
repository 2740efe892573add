import { decodeCursor } from '@inbox/storage'

export interface PageQuery {
  cursor?: string | undefined
  limit: number
}

/** The filter for what stands behind `cursor` in the order of (sortKey, _id); throws Malformed for what is no such cursor. */
export function filterAfter(cursor: string | undefined): Record<string, unknown> {
  if (cursor === undefined) return {}
  const [sortKey, id] = decodeCursor(cursor, ['string', 'string'])
  return { $or: [{ sortKey: { $gt: sortKey } }, { sortKey, _id: { $gt: id } }] }
}
