import { isDeepStrictEqual } from 'node:util'
import type { DecisionRecord } from '@inbox/contracts'
import { acceptedOf } from '@inbox/kernel'
import { strategies } from './strategies.ts'

/**
 * Repeats a record's choice from its contents, with each of the secrets: is it the same agent, with the same proof?
 * Undefined for records from before they held what this takes.
 */
export function verify(record: DecisionRecord, secrets: string): boolean | undefined {
  const outcomes = acceptedOf(secrets).map(secret => verifyBy(record, secret))
  return outcomes.find(outcome => outcome !== false) ?? outcomes[0]
}

function verifyBy(record: DecisionRecord, secret: string): boolean | undefined {
  const { strategy, candidates, preferredAgentId, preferred, chosenAgentId, draw, basis } = record
  if (candidates.some((id, at) => at > 0 && candidates[at - 1]! >= id)) return false
  if (preferred) {
    if (preferredAgentId === undefined) return draw ? false : undefined
    return candidates.includes(preferredAgentId) && chosenAgentId === preferredAgentId && !draw && !basis
  }
  if (preferredAgentId !== undefined && candidates.includes(preferredAgentId)) return false
  if (strategy !== 'random' && !basis) return undefined
  const { loads, idleSince, lastChosenId } = basis ?? {}
  const again = strategies[strategy](
    candidates.map((id, at) => ({ id, load: loads?.[at] ?? 0, idleSince: idleSince?.[at] ?? 0 })),
    { conversationId: record.conversationId, offerNumber: record.offerNumber, secret, lastChosenId }
  )
  // leaving something out of the basis, or adding to it, makes it differ here
  return isDeepStrictEqual(again, {
    agentId: chosenAgentId,
    ...(draw && { draw }),
    ...(basis && { basis })
  })
}
