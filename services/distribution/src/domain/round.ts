import type { Conversation } from './conversation.ts'

/** Who of the free agents may be asked. */
export interface Round {
  /** Sorted. Empty: everybody free has let it pass in this round. */
  candidateIds: string[]
  newRound: boolean
  /** When, if nobody is a candidate, everybody is asked again (ms). */
  nextAt?: number
}

/** Nobody is asked twice in a round; a new one begins `pauseMs` after the last offer ended. Instants in ms. */
export function roundOf(
  { excludedAgentIds, offerEndedAt = 0 }: Conversation,
  freeIds: ReadonlySet<string>,
  pauseMs: number,
  now: number
): Round {
  const candidateIds = [...freeIds].filter(id => !excludedAgentIds.includes(id)).sort()
  if (candidateIds.length > 0 || freeIds.size === 0) return { candidateIds, newRound: false }
  const nextAt = offerEndedAt + pauseMs
  return nextAt > now
    ? { candidateIds, newRound: false, nextAt }
    : { candidateIds: [...freeIds].sort(), newRound: true }
}
