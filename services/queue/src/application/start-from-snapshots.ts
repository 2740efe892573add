import { newId, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Owners } from '../outbound/owners.ts'
import type { Roster } from './roster.ts'

/** Brings the projections up to date once, for what was published before this service first listened; events do the rest. */
export function startFromSnapshots(
  roster: Roster,
  owners: Pick<Owners, 'directory' | 'presence'>,
  logger: Logger
): AsyncDisposable & { ready(): boolean } {
  const stop = new AbortController()
  const origin = { correlationId: newId() }
  const done = { directory: false, presence: false }

  const repeat = (name: keyof typeof done, work: () => Promise<void>) =>
    untilDone(work, {
      signal: stop.signal,
      onError: error => logger.warn({ err: error }, `no snapshot of ${name} yet`)
    })
      .then(() => {
        done[name] = true
      })
      .catch(() => undefined)

  const takeDirectory = async () => {
    const { departments, agents } = await owners.directory()
    for (const department of departments) await roster.departmentChanged(department)
    for (const agent of agents) await roster.agentChanged(agent, origin)
  }
  const takePresence = async () => {
    for (const presence of await owners.presence()) await roster.presenceChanged(presence, origin)
  }
  const running = Promise.all([repeat('directory', takeDirectory), repeat('presence', takePresence)])

  return {
    /** The directory is needed to serve at all; presence also comes by events. */
    ready: () => done.directory,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
    }
  }
}
