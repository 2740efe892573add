import { EventEmitter, once } from 'node:events'
import { isPresent } from '../domain/agent.ts'
import type { Agents } from '../store/agents.ts'

/** Lets calls of agents who have just signed in, or come back, wait until that is known here. */
export interface Arrivals {
  /** Something new is known of an agent. */
  updated(agentId: string): void
  /** Resolves when the agent is there as far as is known, after `patienceMs` at the latest. */
  present(agentId: string): Promise<void>
}

export function createArrivals(agents: Pick<Agents, 'get'>, patienceMs: number): Arrivals {
  const updates = new EventEmitter().setMaxListeners(0)
  const nameOf = (agentId: string) => `agent ${agentId}`
  return {
    updated: agentId => void updates.emit(nameOf(agentId)),
    async present(agentId) {
      const patience = AbortSignal.timeout(patienceMs)
      for (;;) {
        // from before the look, so that nothing is missed between the two
        const update = once(updates, nameOf(agentId), { signal: patience }).then(
          () => true,
          () => false
        )
        const agent = await agents.get(agentId)
        if ((agent && isPresent(agent)) || !(await update)) return
      }
    }
  }
}
