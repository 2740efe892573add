import type { AgentStandings, DecisionRecord, WaitingReason } from '@inbox/contracts'

type Standing = NonNullable<AgentStandings['now']>

/** The agent's standing in each decision on the conversation and, if it waits, in one made now. */
export function standingsOf(
  conversationId: string,
  agentId: string,
  decisions: readonly DecisionRecord[],
  waiting: WaitingReason | undefined
): AgentStandings {
  return {
    conversationId,
    agentId,
    offers: decisions.map(decision => {
      const { id, offerNumber, policyVersion, strategy, decidedAt, chosenAgentId, candidates } = decision
      const standing = standingIn(decision, agentId)
      return {
        id,
        offerNumber,
        policyVersion,
        strategy,
        decidedAt,
        chosenAgentId,
        standing,
        candidates: candidates.length
      }
    }),
    ...(waiting && { now: waiting.candidates.includes(agentId) ? 'candidate' : obstacleIn(waiting, agentId) })
  }
}

function standingIn(decision: DecisionRecord, agentId: string): Standing {
  if (decision.chosenAgentId === agentId) return 'chosen'
  if (!decision.candidates.includes(agentId)) return obstacleIn(decision, agentId)
  return decision.preferred ? 'anotherPreferred' : 'notChosen'
}

/** Decisions list all members of the department, so whoever is missing was not one. */
const obstacleIn = ({ exclusions }: Pick<DecisionRecord, 'exclusions'>, agentId: string): Standing =>
  exclusions.find(exclusion => exclusion.agentId === agentId)?.reason ?? 'notMember'
