import { getDirectorySnapshot, listPresence } from '@inbox/contracts'
import { createClient } from '@inbox/http'
import { type Replica, replica } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Roster } from './roster.ts'

interface Options {
  directoryUrl: string
  presenceUrl: string
  secret: string
  logger: Logger
}

/** Brings the projections up to date once, for what was published before this service first listened; events do the rest. */
export function startFromSnapshots(
  roster: Roster,
  { directoryUrl, presenceUrl, secret, logger }: Options
): Pick<Replica, 'ready'> & AsyncDisposable {
  const origin = { correlationId: newId() }
  const clientOf = (baseUrl: string) => createClient({ baseUrl, service: 'queue', secret })
  const directory = replica({
    of: 'the directory',
    read: () => clientOf(directoryUrl).call(getDirectorySnapshot, {}),
    async take({ departments, agents }) {
      for (const department of departments) await roster.departmentChanged(department)
      for (const agent of agents) await roster.agentChanged(agent, origin)
    },
    logger
  })
  const presence = replica({
    of: 'presence',
    read: () => clientOf(presenceUrl).call(listPresence, { query: {} }),
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
