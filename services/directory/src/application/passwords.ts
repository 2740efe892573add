import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

// with a cost of 14, OWASP's parameters for 16 MiB per hash
const [BLOCK_SIZE, PARALLEL] = [8, 5]
const LENGTH = 32
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

export interface Passwords {
  /** The hash of a password with its parameters and salt: `scrypt$14$8$5$<salt>$<hash>`. */
  hash(password: string): Promise<string>
  /** Whether the password matches the hash. Without a hash it takes just as long and returns false. */
  isRight(password: string, stored: string | undefined): Promise<boolean>
}

/** New hashes cost 2^`cost` rounds; older ones are verified at the cost they were made with. */
export function createPasswords(cost: number): Passwords {
  // compared with when there is no hash: takes just as long and never matches
  const nobody = `scrypt$${cost}$${BLOCK_SIZE}$${PARALLEL}$${'A'.repeat(22)}$`
  return {
    async hash(password) {
      const salt = randomBytes(16)
      const hash = await run(password, salt, cost, BLOCK_SIZE, PARALLEL)
      return ['scrypt', cost, BLOCK_SIZE, PARALLEL, salt.toString('base64url'), hash.toString('base64url')].join('$')
    },
    async isRight(password, stored) {
      const [, logN, blockSize, parallel, salt = '', expected = ''] = (stored ?? nobody).split('$')
      const saltBytes = Buffer.from(salt, 'base64url')
      const actual = await run(password, saltBytes, Number(logN), Number(blockSize), Number(parallel))
      const hash = Buffer.from(expected, 'base64url')
      return hash.length === actual.length && timingSafeEqual(hash, actual)
    }
  }
}

// without characters that are easily mistaken for one another
const READABLE = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const GROUPS = [0, 1, 2, 3]

/** A password to be read out and typed once: 78 random bits, `XXXX-XXXX-XXXX-XXXX`. */
export const newOneTimePassword = (): string =>
  GROUPS.map(() => GROUPS.map(() => READABLE[randomInt(READABLE.length)]).join('')).join('-')

// the same letters may be typed in different Unicode forms
const run = (password: string, salt: Buffer, logN: number, r: number, p: number): Promise<Buffer> =>
  derive(password.normalize('NFKC'), salt, LENGTH, { N: 2 ** logN, r, p, maxmem: 2 * 128 * 2 ** logN * r })
