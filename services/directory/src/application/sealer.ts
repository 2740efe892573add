import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'
import { acceptedOf, currentOf } from '@inbox/kernel'

/** Encrypts, under `SETTINGS_KEY`, secrets that must be readable again. */
export interface Sealer {
  /** `name`: the name of the setting; under another name the text cannot be opened. */
  seal(text: string, name: string): string
  /** Throws if it was sealed with another key or has been changed since. */
  open(sealed: string, name: string): string
  /** Whether it was sealed with the current key. */
  isCurrent(sealed: string): boolean
}

const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Keys are 32 bytes in Base64, separated by commas: the first one seals, each opens what was sealed with it. */
export function createSealer(settingsKeys: string): Sealer {
  const current = keyOf(currentOf(settingsKeys))
  const keys = new Map(
    acceptedOf(settingsKeys)
      .map(keyOf)
      .map(({ id, bytes }) => [id, bytes])
  )
  return {
    seal(text, name) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, current.bytes, iv).setAAD(Buffer.from(name))
      const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${current.id}.${Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')}`
    },
    open(sealed, name) {
      const [id, body] = partsOf(sealed)
      const bytes = keys.get(id)
      if (!bytes) throw new Error(`sealed with a key (${id}) that is not among SETTINGS_KEY`)
      const decipher = createDecipheriv(ALGORITHM, bytes, body.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      decipher.setAAD(Buffer.from(name)).setAuthTag(body.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return decipher.update(body.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    },
    isCurrent: sealed => partsOf(sealed)[0] === current.id
  }
}

function partsOf(sealed: string): [string, Buffer] {
  const dot = sealed.indexOf('.')
  return [sealed.slice(0, dot), Buffer.from(sealed.slice(dot + 1), 'base64url')]
}

function keyOf(base64: string) {
  const bytes = Buffer.from(base64, 'base64')
  return { bytes, id: hash('sha256', bytes, 'hex').slice(0, 8) }
}
