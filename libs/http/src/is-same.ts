import { hash, timingSafeEqual } from 'node:crypto'

/** Compares a secret, or a signature by one, with what somebody says; takes as long for any two texts. */
export const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
