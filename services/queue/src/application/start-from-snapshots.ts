import { type Replica, startReplica } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Owners } from '../outbound/owners.ts'
import type { TeamChanges } from './team-changes.ts'

/** Loads the projections once, for what was published before this service first listened; events do the rest. */
export function startFromSnapshots(
  teamChanges: TeamChanges,
  owners: Pick<Owners, 'directory' | 'presence'>,
  logger: Logger
): Pick<Replica, 'ready'> & AsyncDisposable {
  const origin = { correlationId: newId() }
  const directory = startReplica({
    of: 'the directory',
    read: owners.directory,
    async take({ departments, agents }) {
      for (const department of departments) await teamChanges.departmentChanged(department)
      for (const agent of agents) await teamChanges.agentChanged(agent, origin)
    },
    logger
  })
  const presence = startReplica({
    of: 'presence',
    read: owners.presence,
    async take({ items }) {
      for (const each of items) await teamChanges.presenceChanged(each, origin)
    },
    logger
  })
  void directory.refresh()
  void presence.refresh()
  return {
    // serving requires the directory; presence also arrives by events
    ready: directory.ready,
    async [Symbol.asyncDispose]() {
      await Promise.all([directory, presence].map(each => each[Symbol.asyncDispose]()))
    }
  }
}
