/** The tokens of a sign-in, as hashes. */
export interface Tokens {
  current: string
  previous?: string
  rotatedAt?: Date
  expiresAt: Date
}

/** For so long a client whose answer was lost may ask once more. */
const LOST_ANSWER_MS = 30_000

/**
 * What a refresh token is good for: `exchange` (it is the current one), `repeat` (its answer may have been lost, and the
 * token in it was never used), or nothing: then it was copied, or is too old.
 */
export function judgeRefresh(tokens: Tokens, token: string, now: Date): 'exchange' | 'repeat' | 'refuse' {
  if (now >= tokens.expiresAt) return 'refuse'
  if (token === tokens.current) return 'exchange'
  const sinceMs = tokens.rotatedAt ? now.getTime() - tokens.rotatedAt.getTime() : Number.POSITIVE_INFINITY
  return token === tokens.previous && sinceMs < LOST_ANSWER_MS ? 'repeat' : 'refuse'
}
