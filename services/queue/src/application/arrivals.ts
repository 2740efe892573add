import { EventEmitter, once } from 'node:events'
import { isPresent } from '../domain/agent.ts'
import type { Agents } from '../store/agents.ts'

/** Holds calls of agents who have just signed in or come back until this process knows that they are there. */
export interface Arrivals {
  /** Something new is known about an agent. */
  updated(agentId: string): void
  /** Resolves once the agent is known to be there, after `patienceMs` at the latest. */
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
        // listen before looking, so that no update is missed in between
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
