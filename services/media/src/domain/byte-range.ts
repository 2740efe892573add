/** Bytes `start` to `end`, inclusive. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * The part of `size` bytes that a Range header requests (RFC 9110, 14.2): `all` without a header, or if it is not a
 * single range of bytes; `none` if there are no such bytes.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'all' | 'none' {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'all'
  if (first === '') return Number(last) === 0 ? 'none' : inside(Math.max(0, size - Number(last)), size - 1, size)
  if (last !== '' && Number(last) < Number(first)) return 'all'
  return inside(Number(first), last === '' ? size - 1 : Number(last), size)
}

const inside = (start: number, end: number, size: number): ByteRange | 'none' =>
  start < size ? { start, end: Math.min(end, size - 1) } : 'none'
