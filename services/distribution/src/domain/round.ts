import type { Conversation } from './conversation.ts'
import type { Preference } from './preference.ts'

/** Which of the free agents may be asked. */
export interface Round {
  /** Sorted. Empty: everybody free has declined or missed it in this round, or it waits for somebody else. */
  candidateIds: string[]
  newRound: boolean
  /** If there are no candidates: when some appear without anything else happening (ms). */
  nextAt?: number
  /** The only agent it waits for until `nextAt`. */
  waitsFor?: string
}

/**
 * Nobody is asked twice in a round; a new one begins `pauseMs` after the last offer ended. While the conversation has
 * patience for its preferred agent, nobody else is asked. Instants in ms.
 */
export function roundOf(
  { excludedAgentIds, offerEndedAt = 0 }: Conversation,
  freeIds: ReadonlySet<string>,
  preference: Preference | undefined,
  pauseMs: number,
  now: number
): Round {
  if (freeIds.size === 0) return { candidateIds: [], newRound: false }
  if (preference && preference.until > now && !freeIds.has(preference.agentId)) {
    return { candidateIds: [], newRound: false, nextAt: preference.until, waitsFor: preference.agentId }
  }
  const candidateIds = [...freeIds].filter(id => !excludedAgentIds.includes(id)).sort()
  if (candidateIds.length > 0) return { candidateIds, newRound: false }
  const nextAt = offerEndedAt + pauseMs
  return nextAt > now
    ? { candidateIds, newRound: false, nextAt }
    : { candidateIds: [...freeIds].sort(), newRound: true }
}
