import { ok, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'
import { type AgentState, isPresent } from '../domain/agent.ts'
import { bySystem, type Conversation } from '../domain/conversation.ts'
import type { Command } from '../domain/decide.ts'
import { endCauseOf, excessOffers } from '../domain/release.ts'
import type { Agents } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { Execute } from './execute.ts'
import { sourceOf } from './source-of.ts'

interface Dependencies {
  execute: Execute
  conversations: Conversations
  agents: Agents
  releaseOf: ReleaseOf
  logger: Logger
}

/** Takes from an agent whatever they may no longer hold; returns the ids of what moved. Idempotent. */
export type ReleaseWork = (agentId: string, origin: Origin) => Promise<string[]>

const IN_ONGOING: Conversation['status'][] = ['offered', 'ongoing']

export function createReleaseWork({ execute, conversations, agents, releaseOf, logger }: Dependencies): ReleaseWork {
  return async (agentId, origin) => {
    const agent = await agents.get(agentId)
    if (!agent) return []
    const held = await conversations.ofAgent(agentId, agent.active ? IN_ONGOING : [...IN_ONGOING, 'pending'])
    const excess = excessOffers(held, agent)
    const moved: string[] = []
    for (const { id } of held) {
      // decide on the state just loaded, not on the list: the agent may have changed it a moment ago
      const done = await execute(
        id,
        async ({ conversation }) => {
          const command = await releaseOf(conversation, agent, excess)
          return command ? ok(command) : reject('nothing-held', `There is nothing to take from ${agent.name}`)
        },
        origin
      )
      if (done.ok && done.value.decision) moved.push(id)
      else if (!done.ok) logger.debug({ conversationId: id, code: done.error.code }, 'nothing to release')
    }
    return moved
  }
}

/** The command that takes this conversation from an agent if they may not hold it; undefined = they may. */
export type ReleaseOf = (
  conversation: Conversation,
  agent: AgentState,
  excess: ReadonlySet<string>
) => Promise<Command | undefined>

export function whatToRelease({
  agents,
  departments
}: Pick<Dependencies, 'agents'> & { departments: Departments }): ReleaseOf {
  return releaseOf

  async function releaseOf(
    conversation: Conversation,
    agent: AgentState,
    excess: ReadonlySet<string>
  ): Promise<Command | undefined> {
    if (conversation.status === 'offered') return releaseOffer(conversation, agent, excess)
    const { status } = conversation
    if (status !== 'ongoing' && status !== 'pending') return undefined
    if (conversation.agent.id !== agent.id || isPresent(agent)) return undefined
    if (!agent.active) return { type: 'returnToQueue', agentId: agent.id, cause: 'agentDeactivated', actor: bySystem }
    if (status === 'pending') return undefined
    const cause = agent.status === 'loggedOut' ? 'loggedOut' : 'agentLost'
    const department = await departments.get(conversation.departmentId)
    return agent.bot || department?.distribution.onAgentLost === 'requeue'
      ? { type: 'returnToQueue', agentId: agent.id, cause, actor: bySystem }
      : { type: 'park', agentId: agent.id, reason: cause, actor: bySystem }
  }

  async function releaseOffer(
    conversation: Extract<Conversation, { status: 'offered' }>,
    agent: AgentState,
    excess: ReadonlySet<string>
  ): Promise<Command | undefined> {
    const { offer } = conversation
    if (offer.agentId !== agent.id) {
      const leftBehind = conversation.agent?.id === agent.id && !isPresent(agent)
      return leftBehind ? { type: 'releaseSource', agentId: agent.id } : undefined
    }
    const cause = endCauseOf(conversation, agent, excess)
    if (!cause) return undefined
    return { type: 'endOffer', offerId: offer.id, cause, actor: bySystem, source: await sourceOf(conversation, agents) }
  }
}
