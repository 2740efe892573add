import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { currentOf } from '../domain/conversation.ts'
import { excessOffers } from '../domain/release.ts'
import type { Agents } from '../store/agents.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Execute, ExecutionResult } from './execute.ts'
import type { ReleaseOf } from './release-work.ts'

interface Dependencies {
  execute: Execute
  conversations: Pick<Conversations, 'ofAgent'>
  agents: Pick<Agents, 'get'>
  releaseOf: ReleaseOf
}

/** Returns what an agent was just given; takes it back if they became ineligible at the same moment. */
export type RecheckEligibility = (
  agentId: string,
  limitBefore: number,
  done: ExecutionResult,
  origin: Origin
) => Promise<Result<ExecutionResult, Rejection>>

export function createRecheckEligibility({
  execute,
  conversations,
  agents,
  releaseOf
}: Dependencies): RecheckEligibility {
  return async (agentId, limitBefore, done, origin) => {
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

const NONE: ReadonlySet<string> = new Set()
