import { hash, timingSafeEqual } from 'node:crypto'

/** Compares a secret, or a signature made with one, with a claimed one, in constant time. */
export const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
