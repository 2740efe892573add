import { type AgentState, isPresent, keepsOffers } from './agent.ts'
import { type Conversation, isExtraSlot, isSlotOf } from './conversation.ts'
import type { EndCause } from './decide-offer.ts'

/** Why an agent may not keep an offer of this conversation; undefined = they may. */
export function endCauseOf(
  { id, departmentId }: Pick<Conversation, 'id' | 'departmentId'>,
  agent: AgentState,
  excess: ReadonlySet<string>
): EndCause | undefined {
  if (agent.status === 'loggedOut') return 'loggedOut'
  if (!isPresent(agent)) return 'agentLost'
  if (!keepsOffers(agent)) return 'notAvailable'
  if (!agent.departmentIds.includes(departmentId)) return 'notMember'
  return excess.has(id) ? 'limitLowered' : undefined
}

/**
 * Given all that an agent holds, newest first, the ids of the offers to take back after the limit was lowered, newest
 * first. Started work is never taken away for that, and work knowingly taken beyond the limit costs no offer.
 */
export function excessOffers(held: readonly Conversation[], agent: AgentState): Set<string> {
  const offers = held.filter(
    conversation => conversation.status === 'offered' && conversation.offer.agentId === agent.id
  )
  const counted = held
    .flatMap(conversation => ('slots' in conversation ? conversation.slots : []))
    .filter(slot => isSlotOf(slot, agent.id) && !isExtraSlot(slot))
  return new Set(offers.slice(0, Math.max(0, counted.length - agent.limit)).map(({ id }) => id))
}
