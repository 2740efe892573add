import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A number that can be read out: the day and eight characters (40 random bits, Crockford's base 32). */
export const newReferenceNumber = (now: Date): string =>
  `${now.toISOString().slice(0, 10).replaceAll('-', '')}-${[...randomBytes(8)].map(byte => ALPHABET[byte & 31]).join('')}`
