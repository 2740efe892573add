import { getDirectorySnapshot, listPresence } from '@inbox/contracts'
import { type Client, createClient } from '@inbox/http'
import { unwrap } from '@inbox/kernel'
import { newId, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Roster } from './roster.ts'

interface Options {
  directoryUrl: string
  presenceUrl: string
  secret: string
  logger: Logger
}

/** Brings the projections up to date once, for what was published before this service first listened; events do the rest. */
export function startFromSnapshots(roster: Roster, { directoryUrl, presenceUrl, secret, logger }: Options) {
  const stop = new AbortController()
  const origin = { correlationId: newId() }
  const clientOf = (baseUrl: string) => createClient({ baseUrl, service: 'queue', secret })
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

  const running = Promise.all([
    repeat('directory', () => takeDirectory(clientOf(directoryUrl))),
    repeat('presence', () => takePresence(clientOf(presenceUrl)))
  ])

  async function takeDirectory(client: Client): Promise<void> {
    const snapshot = unwrap(await client.call(getDirectorySnapshot, {}))
    for (const department of snapshot.departments) await roster.departmentChanged(department)
    for (const agent of snapshot.agents) await roster.agentChanged(agent, origin)
  }
  async function takePresence(client: Client): Promise<void> {
    const { items } = unwrap(await client.call(listPresence, { query: {} }))
    for (const presence of items) await roster.presenceChanged(presence, origin)
  }

  return {
    /** The directory is needed to serve at all; presence also comes by events. */
    ready: () => done.directory,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
    }
  }
}
