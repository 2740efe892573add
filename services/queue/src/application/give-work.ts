import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import type { AgentState } from '../domain/agent.ts'
import { type Conversation, currentOf, extraSlotOf, slotOf } from '../domain/conversation.ts'
import { type Command, decide } from '../domain/decide.ts'
import { unchanged } from '../domain/decision.ts'
import { excessOffers } from '../domain/release.ts'
import type { Agents } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Done, Execute } from './execute.ts'
import type { ReleaseOf } from './release-work.ts'

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
 * Reads the agent, commits, reads the agent again: presence and directory write first and then walk the agent's
 * conversations, so whatever the interleaving, one of the two sees the other. Slots are taken by the unique index, never by counting.
 */
interface Dependencies {
  execute: Execute
  conversations: Conversations
  agents: Agents
  releaseOf: ReleaseOf
  clock: Clock
}
export function workGiver({ execute, conversations, agents, releaseOf, clock }: Dependencies): GiveWork {
  // by this process: what two commands of the same moment take need not be the same slot
  const beingTaken = new Set<string>()

  return async (conversationId, agentId, command, origin) => {
    let limitBefore = 0
    let taking: string | undefined
    const takeNothing = () => taking !== undefined && beingTaken.delete(taking)
    const given = await execute(
      conversationId,
      async conversation => {
        const agent = await agents.get(agentId)
        if (!agent) return reject('not-eligible', `There is no agent ${agentId}`, currentOf(conversation))
        limitBefore = agent.limit
        takeNothing()
        const { within, slot } = await freeSlot(agent)
        taking = slot
        beingTaken.add(slot)
        const made = await command(agent, slot, conversation)
        if (within || !made.ok || !takesSlot(made.value) || mayExceed(made.value, agent)) return made
        // capacity comes last: whoever may not have it anyway, or has it already, learns that instead
        const decided = decide(made.value, conversation, clock.now())
        if (!decided.ok || decided.value === unchanged) return made
        const detail = `${agent.name} has as many conversations as their limit of ${agent.limit} allows`
        return reject('at-capacity', detail, currentOf(conversation))
      },
      origin
    ).finally(takeNothing)
    return given.ok && given.value.decision ? takenBack(agentId, limitBefore, given.value, origin) : given
  }

  /** A slot that nothing holds, and whether it is within the agent's limit. */
  async function freeSlot({ id, limit }: AgentState): Promise<{ slot: string; within: boolean }> {
    // what is committed while the slots are read may be missing there, but was being taken when reading began
    const beingTakenBefore = new Set(beingTaken)
    const taken = new Set(await conversations.slotsOf(id))
    const within = taken.size < limit
    const nth = within ? slotOf : extraSlotOf
    const free = Array.from({ length: within ? limit : taken.size + 1 }, (_, k) => nth(id, k)).filter(
      slot => !taken.has(slot)
    )
    const isLeft = (slot: string) => !beingTakenBefore.has(slot) && !beingTaken.has(slot)
    return { slot: free.find(isLeft) ?? free[0]!, within }
  }

  async function takenBack(
    agentId: string,
    limitBefore: number,
    done: Done,
    origin: Origin
  ): Promise<Result<Done, Rejection>> {
    const agent = await agents.get(agentId)
    const { conversation } = done
    const excess =
      agent && agent.limit < limitBefore
        ? excessOffers(await conversations.ofAgent(agentId, ['offered', 'ongoing']), agent)
        : NONE
    const undo = agent && (await releaseOf(conversation, agent, excess))
    if (!undo) return ok(done)
    const undone = await execute(conversation.id, undo, origin)
    const now = undone.ok ? undone.value.conversation : conversation
    return reject('not-eligible', `${agent.name} became ineligible at the same moment`, currentOf(now))
  }
}

/** Somebody may take more than is given to them. */
const mayExceed = ({ type }: Command, { exceedLimit = false }: AgentState): boolean => type === 'pick' && exceedLimit

const takesSlot = ({ type }: Command): boolean => type !== 'acceptOffer'

const NONE: ReadonlySet<string> = new Set()
