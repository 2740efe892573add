import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type AgentState, isPresent, keepsOffers } from '../domain/agent.ts'
import { bySystem, type Conversation, currentOf, slotOf } from '../domain/conversation.ts'
import { type Command, decide } from '../domain/decide.ts'
import { unchanged } from '../domain/decision.ts'
import type { Origin } from '../outbound/events.ts'
import type { Agents } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Done, Execute } from './execute.ts'

/** Gives an agent work, and makes sure that whoever gets it may still have it. */
export type GiveWork = (
  conversationId: string,
  agentId: string,
  command: (
    agent: AgentState,
    slot: string,
    conversation: Conversation
  ) => Promise<Result<Command, Rejection>> | Result<Command, Rejection>,
  origin: Origin
) => Promise<Result<Done, Rejection>>

/**
 * Reads the agent, commits, reads the agent again: presence writes first and then walks the agent's conversations, so
 * whatever the interleaving, one of the two sees the other. Slots are taken by the unique index, never by counting.
 */
export function workGiver(execute: Execute, conversations: Conversations, agents: Agents, clock: Clock): GiveWork {
  return async (conversationId, agentId, command, origin) => {
    const given = await execute(
      conversationId,
      async conversation => {
        const agent = await agents.get(agentId)
        if (!agent) return reject('not-eligible', `There is no agent ${agentId}`, currentOf(conversation))
        const slot = await freeSlot(agent)
        const made = await command(agent, slot ?? slotOf(agentId, agent.limit), conversation)
        if (slot !== undefined || !made.ok || !takesSlot(made.value)) return made
        // capacity comes last: whoever may not have it anyway, or has it already, learns that instead
        const decided = decide(made.value, conversation, clock.now())
        if (!decided.ok || decided.value === unchanged) return made
        const detail = `${agent.name} has as many conversations as their limit of ${agent.limit} allows`
        return reject('at-capacity', detail, currentOf(conversation))
      },
      origin
    )
    return given.ok && given.value.decision ? takenBack(agentId, given.value, origin) : given
  }

  async function freeSlot(agent: AgentState): Promise<string | undefined> {
    const taken = new Set(await conversations.slotsOf(agent.id))
    if (taken.size >= agent.limit) return undefined
    for (let k = 0; k < agent.limit; k++) if (!taken.has(slotOf(agent.id, k))) return slotOf(agent.id, k)
    return undefined
  }

  async function takenBack(agentId: string, done: Done, origin: Origin): Promise<Result<Done, Rejection>> {
    const agent = await agents.get(agentId)
    const { conversation } = done
    const undo = agent && undoOf(conversation, agent)
    if (!undo) return ok(done)
    const undone = await execute(conversation.id, undo, origin)
    const now = undone.ok ? undone.value.conversation : conversation
    return reject('not-eligible', `${agent.name} became ineligible at the same moment`, currentOf(now))
  }
}

const takesSlot = ({ type }: Command): boolean => type !== 'acceptOffer'

function undoOf(conversation: Conversation, agent: AgentState): Command | undefined {
  if (conversation.status === 'offered' && conversation.offer.agentId === agent.id && !keepsOffers(agent)) {
    const cause = agent.link === 'disconnected' ? 'agentLost' : 'notAvailable'
    return { type: 'endOffer', offerId: conversation.offer.id, cause, actor: bySystem, sourcePresent: true }
  }
  if (conversation.status === 'ongoing' && !isPresent(agent)) {
    return {
      type: 'park',
      agentId: agent.id,
      reason: agent.status === 'loggedOut' ? 'loggedOut' : 'agentLost',
      actor: bySystem
    }
  }
  return undefined
}
