/** The tokens of a sign-in, as hashes. */
export interface Tokens {
  /** The valid ones: the latest, and those issued to concurrent callers for the same former token. */
  current: readonly string[]
  /** The former ones, for one of which the current ones were issued. */
  previous?: readonly string[]
  rotatedAt?: Date
  expiresAt: Date
}

/** How long a used token may come again: its response was lost, or another tab sent it at the same time. */
const OVERLAP_MS = 30_000
const MAX_AT_ONCE = 10

/**
 * What a refresh token is good for: `exchange` (it is current), `repeat` (it was until a moment ago) or `refuse` (it
 * was copied or is too old).
 */
export function judgeRefresh(tokens: Tokens, token: string, now: Date): 'exchange' | 'repeat' | 'refuse' {
  if (now >= tokens.expiresAt) return 'refuse'
  if (tokens.current.includes(token)) return 'exchange'
  const sinceMs = tokens.rotatedAt ? now.getTime() - tokens.rotatedAt.getTime() : Number.POSITIVE_INFINITY
  return tokens.previous?.includes(token) && sinceMs < OVERLAP_MS ? 'repeat' : 'refuse'
}

/** The tokens after `next` was issued. The time in which a used token may come again runs from its first exchange. */
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
