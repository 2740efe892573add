/** What is stored about a channel's API key. Instants are ISO 8601. */
export interface KeyRecord {
  id: string
  sha256: string
  /** The last characters, so that administrators can tell keys apart. */
  hint: string
  createdAt: string
  expiresAt?: string
}

/** Something that may expire: a key or a secret. */
interface Expiring {
  id: string
  expiresAt?: string
}

export const isValidAt = (key: Expiring, now: Date): boolean =>
  key.expiresAt === undefined || Date.parse(key.expiresAt) > now.getTime()

/**
 * The keys of a channel, or the secrets of a webhook, after `added` joined them at `now`. With
 * `retireOthersAfterSeconds` the others expire after that overlap, unless they expire sooner; expired ones are dropped.
 */
export function addKey<Key extends Expiring>(
  keys: readonly Key[],
  added: Key,
  now: Date,
  retireOthersAfterSeconds?: number
): Key[] {
  const valid = keys.filter(key => isValidAt(key, now))
  if (retireOthersAfterSeconds === undefined) return [...valid, added]
  const retireAt = new Date(now.getTime() + retireOthersAfterSeconds * 1000).toISOString()
  return [...valid.map(key => ({ ...key, expiresAt: earlier(key.expiresAt, retireAt) })), added]
}

const earlier = (a: string | undefined, b: string) => (a !== undefined && Date.parse(a) < Date.parse(b) ? a : b)
