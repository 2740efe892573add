/** The tokens of a sign-in, as hashes. */
export interface Tokens {
  /** Those that are good: the one answered last, and what others got who asked with the same one at the same time. */
  current: readonly string[]
  /** Those before, which one of the current ones was given for. */
  previous?: readonly string[]
  rotatedAt?: Date
  expiresAt: Date
}

/** For so long a token may come again: its answer was lost, or another tab had it in hand at the same moment. */
const OVERLAP_MS = 30_000
const MAX_AT_ONCE = 10

/**
 * What a refresh token is good for: `exchange` (it is current), `repeat` (it was until a moment ago), or nothing: then it
 * was copied, or is too old.
 */
export function judgeRefresh(tokens: Tokens, token: string, now: Date): 'exchange' | 'repeat' | 'refuse' {
  if (now >= tokens.expiresAt) return 'refuse'
  if (tokens.current.includes(token)) return 'exchange'
  const sinceMs = tokens.rotatedAt ? now.getTime() - tokens.rotatedAt.getTime() : Number.POSITIVE_INFINITY
  return tokens.previous?.includes(token) && sinceMs < OVERLAP_MS ? 'repeat' : 'refuse'
}

/** The tokens after `next` was given. The time in which what it was given for may come again runs from its first exchange. */
export function rotated(
  tokens: Tokens,
  judged: 'exchange' | 'repeat',
  next: string,
  now: Date
): Omit<Tokens, 'expiresAt'> {
  return judged === 'exchange'
    ? { current: [next], previous: tokens.current, rotatedAt: now }
    : { ...tokens, current: [...tokens.current, next].slice(-MAX_AT_ONCE) }
}
