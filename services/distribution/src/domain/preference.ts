import type { DistributionPolicy } from '@inbox/contracts'
import type { Agent } from './agent.ts'
import type { Conversation } from './conversation.ts'

/** Whom a conversation should rather have. */
export interface Preference {
  agentId: string
  /** For so long it waits for them although others are free (ms since the epoch); −Infinity = it does not. */
  until: number
}

/** Its owner before it came back to Queue, else, if the department wishes so, who had the contact's last conversation. */
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

/** Whoever has gone home, or belongs elsewhere by now, is not worth waiting for. */
const isOnDuty = (agent: Agent | undefined, departmentId: string): boolean =>
  agent?.profile?.active === true &&
  agent.profile.departmentIds.includes(departmentId) &&
  agent.presence !== undefined &&
  agent.presence.status !== 'loggedOut'
