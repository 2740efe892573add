import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

// OWASP's parameters for 16 MiB per hash
const [LOG_N, BLOCK_SIZE, PARALLEL] = [14, 8, 5]
const LENGTH = 32
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** Hash of a password with its parameters and salt: `scrypt$14$8$5$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await run(password, salt, LOG_N, BLOCK_SIZE, PARALLEL)
  return ['scrypt', LOG_N, BLOCK_SIZE, PARALLEL, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

// none of the characters that are mistaken for one another
const READABLE = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const GROUPS = [0, 1, 2, 3]

/** A password to be read out and typed in once: 78 random bits, `XXXX-XXXX-XXXX-XXXX`. */
export const newOneTimePassword = (): string =>
  GROUPS.map(() => GROUPS.map(() => READABLE[randomInt(READABLE.length)]).join('')).join('-')

// what a password is compared with when there is none: takes as long, and never fits
const nobody = `scrypt$${LOG_N}$${BLOCK_SIZE}$${PARALLEL}$${'A'.repeat(22)}$`

/** Whether the password is the hashed one. Without a hash it takes the same time and answers no. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, logN, blockSize, parallel, salt = '', expected = ''] = (stored ?? nobody).split('$')
  const actual = await run(password, Buffer.from(salt, 'base64url'), Number(logN), Number(blockSize), Number(parallel))
  const hash = Buffer.from(expected, 'base64url')
  return hash.length === actual.length && timingSafeEqual(hash, actual)
}

// the same letters may be typed in different Unicode forms
const run = (password: string, salt: Buffer, logN: number, r: number, p: number): Promise<Buffer> =>
  derive(password.normalize('NFKC'), salt, LENGTH, { N: 2 ** logN, r, p, maxmem: 2 * 128 * 2 ** logN * r })
