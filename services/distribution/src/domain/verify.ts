import { isDeepStrictEqual } from 'node:util'
import type { DecisionRecord } from '@inbox/contracts'
import { acceptedOf } from '@inbox/kernel'
import { strategies } from './strategies.ts'

/**
 * Makes the choice of a record again, from what it holds and with each of the secrets: whether it falls on the same agent, with
 * the same proof. Undefined of a record made before it held what that takes.
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
  // who left something out of the basis, or put something in, has another one now
  return isDeepStrictEqual(again, {
    agentId: chosenAgentId,
    ...(draw && { draw }),
    ...(basis && { basis })
  })
}
