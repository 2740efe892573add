import { Malformed } from '@inbox/kernel'

type Part = string | number

/** A place in a sorted list, opaque to clients: the sort values of the last item seen. */
export const encodeCursor = (values: readonly Part[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** The sort values, of these kinds, that `encodeCursor` put into a cursor; throws Malformed for anything else. */
export function decodeCursor(cursor: string, kinds: readonly ('string' | 'number')[]): Part[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const fits = Array.isArray(values) && values.length === kinds.length
    if (fits && values.every((value, i) => typeof value === kinds[i])) return values
  } catch {
    // not JSON: reported below
  }
  throw new Malformed('The cursor does not belong to this list', [
    { path: 'query.cursor', message: 'must be the nextCursor of a page' }
  ])
}
