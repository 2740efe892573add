import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import type { AgentState } from '../domain/agent.ts'
import { type Conversation, currentOf } from '../domain/conversation.ts'
import { type Command, decide } from '../domain/decide.ts'
import { unchanged } from '../domain/decision.ts'
import type { Agents } from '../store/agents.ts'
import type { Loaded } from '../store/conversations.ts'
import type { CommandResult } from './action.ts'
import type { Execute, ExecutionResult } from './execute.ts'
import type { FreeSlots } from './free-slots.ts'
import type { RecheckEligibility } from './recheck-eligibility.ts'

/** Gives an agent work, and makes sure that they may still have it. */
export type GiveWork = (
  on: string | Loaded,
  /** By id, or as just read. */
  to: string | AgentState,
  command: (agent: AgentState, slot: string, conversation: Conversation) => CommandResult,
  origin: Origin
) => Promise<Result<ExecutionResult, Rejection>>

interface Dependencies {
  execute: Execute
  slots: FreeSlots
  agents: Pick<Agents, 'get'>
  recheckEligibility: RecheckEligibility
  clock: Clock
}

/**
 * Reads the agent, commits, reads the agent again: presence and directory write first and then walk the agent's
 * conversations, so whatever the interleaving, one of the two sees the other. Slots are taken by the unique index,
 * never by counting.
 */
export function createGiveWork({ execute, slots, agents, recheckEligibility, clock }: Dependencies): GiveWork {
  return async (on, to, command, origin) => {
    const agentId = typeof to === 'string' ? to : to.id
    let known = typeof to === 'string' ? undefined : to
    let limitBefore = 0
    let reserved: string | undefined
    const release = () => reserved !== undefined && slots.release(reserved)
    const make = async ({ conversation }: Loaded) => {
      const agent = known ?? (await agents.get(agentId))
      known = undefined
      if (!agent) return reject('not-eligible', `No such agent: ${agentId}`, currentOf(conversation))
      limitBefore = agent.limit
      release()
      const { slot, within } = await slots.reserve(agent)
      reserved = slot
      const made = await command(agent, slot, conversation)
      return within || !made.ok ? made : beyondLimit(made.value, agent, conversation, clock.now())
    }
    const given = await execute(on, make, origin).finally(release)
    return given.ok && given.value.decision ? recheckEligibility(agentId, limitBefore, given.value, origin) : given
  }
}

/** The limit comes last: agents who may not have it for another reason, or have it already, are told that instead. */
function beyondLimit(
  command: Command,
  agent: AgentState,
  conversation: Conversation,
  now: Date
): Result<Command, Rejection> {
  const mayExceed = command.type === 'pick' && agent.exceedLimit === true
  if (command.type === 'acceptOffer' || mayExceed) return ok(command)
  const decided = decide(command, conversation, now)
  if (!decided.ok || decided.value === unchanged) return ok(command)
  const detail = `${agent.name} has reached their limit of ${agent.limit} conversations`
  return reject('at-capacity', detail, currentOf(conversation))
}
