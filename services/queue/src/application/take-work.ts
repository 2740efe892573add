import { pause } from '@inbox/runtime'
import { isPresent } from '../domain/agent.ts'
import type { Agents } from '../store/agents.ts'
import type { GiveWork } from './give-work.ts'

const LOOK_AGAIN_MS = 25

/**
 * Gives an agent work that they call for themselves. Whoever has just signed in, or come back, may be faster than what
 * presence and directory tell of them: the call waits for that, at most `patienceMs`, before it is decided.
 */
export function workTaker(giveWork: GiveWork, agents: Pick<Agents, 'get'>, patienceMs: number): GiveWork {
  const isHeardOf = async (id: string) => {
    const agent = await agents.get(id)
    return agent !== null && isPresent(agent)
  }
  return async (conversationId, agentId, command, origin) => {
    const until = performance.now() + patienceMs
    while (!(await isHeardOf(agentId)) && performance.now() < until) await pause(LOOK_AGAIN_MS)
    return giveWork(conversationId, agentId, command, origin)
  }
}
