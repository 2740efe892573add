import { Malformed } from '@inbox/kernel'

/** A place in a sorted list, opaque to clients: the sort values of the last item seen. */
export const encodeCursor = (values: (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** The values of a cursor of `length` parts; throws Malformed on anything that is none of ours. */
export function decodeCursor(cursor: string, kinds: ('string' | 'number')[]): (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      Array.isArray(values) &&
      values.length === kinds.length &&
      values.every((value, i) => typeof value === kinds[i])
    )
      return values
  } catch {}
  throw new Malformed('The cursor is not one of this list', [{ path: 'query.cursor', message: 'is not valid' }])
}
