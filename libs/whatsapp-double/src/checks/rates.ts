import { type GraphError, graphError } from '../errors.ts'

/** From one number to one user: one message per 6 s, with short bursts. [dev.to wapgrowai: rate limits in practice] */
const PAIR_EVERY_MS = 6000
/** 80 messages per second, in and out combined; 20 in coexistence. [Meta: throughput, 21 May 2026] */
export const THROUGHPUT = { usual: 80, coexistence: 20 } as const

/** `times`: when messages of the last second or so were sent, oldest first; modified in place. */
export function throughput(times: number[], now: number, perSecond: number): GraphError | undefined {
  while (times.length > 0 && times[0]! <= now - 1000) times.shift()
  return times.length >= perSecond
    ? graphError(
        130429,
        'Message failed to send because there were too many messages sent from this phone number in a short period of time'
      )
    : undefined
}

/** A pair's tokens: at most `burst`, with one more every 6 s. */
export interface PairTokens {
  tokens: number
  at: number
}

/** Takes a token, or refuses. */
export function pairRate(
  before: PairTokens | undefined,
  now: number,
  burst: number
): { tokens: PairTokens; error?: GraphError } {
  const { tokens = burst, at = now } = before ?? {}
  const filled = Math.min(burst, tokens + Math.max(0, now - at) / PAIR_EVERY_MS)
  if (filled >= 1) return { tokens: { tokens: filled - 1, at: now } }
  const details =
    'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time'
  return { tokens: { tokens: filled, at: now }, error: graphError(131056, details) }
}
