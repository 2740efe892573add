import { type Agent, agentUpdated, type Department, type Presence, workMoved } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope, type Origin } from '@inbox/messaging'
import { assigneesOf, type Conversation } from '../domain/conversation.ts'
import type { Agents, Held } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Departments } from '../store/departments.ts'
import type { LocalEvents } from './local-events.ts'
import type { ReleaseWork } from './release-work.ts'

const IN_ONGOING: Conversation['status'][] = ['offered', 'ongoing']
const isInOngoingOf = (conversation: Conversation, agentId: string): boolean =>
  IN_ONGOING.includes(conversation.status) && assigneesOf(conversation).includes(agentId)

interface Dependencies {
  agents: Agents
  departments: Departments
  conversations: Pick<Conversations, 'load' | 'ofAgent'>
  releaseWork: ReleaseWork
  broker: Pick<Broker, 'publish'>
  clock: Clock
  localEvents: LocalEvents
}

export interface TeamChanges {
  presenceChanged(presence: Presence, origin: Origin): Promise<void>
  agentChanged(agent: Agent, origin: Origin): Promise<void>
  departmentChanged(department: Department): Promise<void>
}

/** Follows agents and departments: updates the projection first, then walks the agent's work. */
export function createTeamChanges({
  agents,
  departments,
  conversations,
  releaseWork,
  broker,
  clock,
  localEvents
}: Dependencies): TeamChanges {
  const heldBy = async (agentId: string): Promise<Held[]> =>
    (await conversations.ofAgent(agentId, IN_ONGOING)).map(({ id, status }) => ({ conversationId: id, from: status }))

  async function tellMoved({ agentId, version, status }: Presence, held: Held[], origin: Origin): Promise<void> {
    const now = await Promise.all(held.map(({ conversationId }) => conversations.load(conversationId)))
    const moved = held.flatMap(({ conversationId, from }, n) => {
      const conversation = now[n]?.conversation
      return conversation && !isInOngoingOf(conversation, agentId)
        ? [{ conversationId, from, to: conversation.status }]
        : []
    })
    if (moved.length === 0) return
    const at = clock.now()
    const cause = status === 'loggedOut' ? 'loggedOut' : 'agentLost'
    const data = { agentId, cause, at: at.toISOString(), moved }
    await broker.publish(workMoved, newEnvelope(workMoved, { key: agentId, version, occurredAt: at, data, ...origin }))
  }

  /** Calls of the agent may wait for this in any process; only for a second, so it may get lost. */
  function tellUpdated(agentId: string, origin: Origin): void {
    const about = { key: agentId, version: 0, occurredAt: clock.now(), ...origin }
    broker.publish(agentUpdated, newEnvelope(agentUpdated, { ...about, data: { agentId } })).catch(() => undefined)
  }

  return {
    async presenceChanged(presence, origin) {
      if (!(await agents.takePresence(presence))) return
      tellUpdated(presence.agentId, origin)
      const { agentId, version, link, status } = presence
      const gone = link === 'disconnected' || status === 'loggedOut'
      // an interrupted walk is repeated and finds less, but what is reported must be complete
      const held = gone ? await agents.rememberHeld(agentId, version, await heldBy(agentId)) : []
      await releaseWork(agentId, origin)
      if (held.length > 0) await tellMoved(presence, held, origin)
    },
    async agentChanged(agent, origin) {
      if (!(await agents.takeDirectory(agent))) return
      tellUpdated(agent.id, origin)
      await releaseWork(agent.id, origin)
    },
    async departmentChanged(department) {
      if (await departments.take(department)) localEvents.emit('departmentChanged')
    }
  }
}
