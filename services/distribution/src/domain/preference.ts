import type { DistributionPolicy } from '@inbox/contracts'
import type { Agent } from './agent.ts'
import type { Conversation } from './conversation.ts'

/** The agent a conversation prefers. */
export interface Preference {
  agentId: string
  /** How long it waits for them although others are free (ms since the epoch); −Infinity = it does not. */
  until: number
}

/** Its owner before it returned to Queue or, if the department wishes, the agent of the contact's previous one. */
export function preferenceOf(
  agents: ReadonlyMap<string, Agent>,
  { preferLastAgent, preferredPatienceSeconds }: DistributionPolicy,
  conversation: Conversation
): Preference | undefined {
  const { preferredAgentId, lastAgentId, waitingSince, departmentId, excludedAgentIds } = conversation
  const agentId = preferredAgentId ?? (preferLastAgent ? lastAgentId : undefined)
  if (agentId === undefined) return undefined
  const mayCome = !excludedAgentIds.includes(agentId) && isOnDuty(agents.get(agentId), departmentId)
  return { agentId, until: mayCome ? waitingSince + preferredPatienceSeconds * 1000 : Number.NEGATIVE_INFINITY }
}

/** An agent who has gone home, or left the department, is not worth waiting for. */
const isOnDuty = (agent: Agent | undefined, departmentId: string): boolean =>
  agent?.profile?.active === true &&
  agent.profile.departmentIds.includes(departmentId) &&
  agent.presence !== undefined &&
  agent.presence.status !== 'loggedOut'
