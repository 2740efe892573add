import { type Replica, replica } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Owners } from '../outbound/owners.ts'
import type { Roster } from './roster.ts'

/** Brings the projections up to date once, for what was published before this service first listened; events do the rest. */
export function startFromSnapshots(
  roster: Roster,
  owners: Pick<Owners, 'directory' | 'presence'>,
  logger: Logger
): Pick<Replica, 'ready'> & AsyncDisposable {
  const origin = { correlationId: newId() }
  const directory = replica({
    of: 'the directory',
    read: owners.directory,
    async take({ departments, agents }) {
      for (const department of departments) await roster.departmentChanged(department)
      for (const agent of agents) await roster.agentChanged(agent, origin)
    },
    logger
  })
  const presence = replica({
    of: 'presence',
    read: owners.presence,
    async take({ items }) {
      for (const each of items) await roster.presenceChanged(each, origin)
    },
    logger
  })
  void directory.refresh()
  void presence.refresh()
  return {
    // the directory is needed to serve at all; presence also comes by events
    ready: directory.ready,
    async [Symbol.asyncDispose]() {
      await Promise.all([directory, presence].map(each => each[Symbol.asyncDispose]()))
    }
  }
}
