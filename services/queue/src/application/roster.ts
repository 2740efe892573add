import { type Agent, type Department, type Presence, workMoved } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type Broker, newEnvelope } from '@inbox/messaging'
import type { Origin } from '../outbound/events.ts'
import type { Agents } from '../store/agents.ts'
import type { Departments } from '../store/departments.ts'
import type { Moved } from './release-work.ts'

interface Dependencies {
  agents: Agents
  departments: Departments
  releaseWork: (agentId: string, origin: Origin) => Promise<Moved[]>
  broker: Pick<Broker, 'publish'>
  clock: Clock
  /** A department's settings may have changed. */
  onDepartment: () => void
}

export interface Roster {
  presenceChanged(presence: Presence, origin: Origin): Promise<void>
  agentChanged(agent: Agent, origin: Origin): Promise<void>
  departmentChanged(department: Department): Promise<void>
}

/** Follows agents and departments: first the projection, then a walk over the agent's work. */
export function openRoster({ agents, departments, releaseWork, broker, clock, onDepartment }: Dependencies): Roster {
  return {
    async presenceChanged(presence, origin) {
      if (!(await agents.takePresence(presence))) return
      const moved = await releaseWork(presence.agentId, origin)
      const gone = presence.link === 'disconnected' || presence.status === 'loggedOut'
      if (!gone || moved.length === 0) return
      const now = clock.now()
      const cause = presence.status === 'loggedOut' ? 'loggedOut' : 'agentLost'
      const data = { agentId: presence.agentId, cause, at: now.toISOString(), moved }
      await broker.publish(
        workMoved,
        newEnvelope(workMoved, { key: presence.agentId, version: presence.version, occurredAt: now, data, ...origin })
      )
    },
    async agentChanged(agent, origin) {
      if (await agents.takeDirectory(agent)) await releaseWork(agent.id, origin)
    },
    async departmentChanged(department) {
      if (await departments.take(department)) onDepartment()
    }
  }
}
