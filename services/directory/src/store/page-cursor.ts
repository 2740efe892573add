import { Malformed } from '@inbox/kernel'

export interface PageQuery {
  cursor?: string | undefined
  limit: number
}

/** Names the last item of a page; opaque to clients. */
export const cursorOf = ({ sortKey, _id }: { sortKey: string; _id: string }): string =>
  Buffer.from(JSON.stringify([sortKey, _id])).toString('base64url')

/** The filter for what stands behind `cursor` in the order of (sortKey, _id). Throws Malformed for a cursor not made by cursorOf. */
export function filterAfter(cursor: string | undefined): Record<string, unknown> {
  if (cursor === undefined) return {}
  const [sortKey, id] = placeOf(cursor)
  return { $or: [{ sortKey: { $gt: sortKey } }, { sortKey, _id: { $gt: id } }] }
}

/** The sort key and id that `cursorOf` put into a cursor; throws Malformed for anything else. */
export function placeOf(cursor: string): [string, string] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(value) && value.length === 2 && value.every(part => typeof part === 'string'))
      return value as [string, string]
  } catch {
    // not JSON: said below
  }
  throw new Malformed('No such page', [{ path: 'query.cursor', message: 'must be the nextCursor of a page' }])
}
