import {
  type DirectorySnapshot,
  getDirectorySnapshot,
  listPresence,
  MISSED_OFFERS,
  type Presence,
  putStatus
} from '@inbox/contracts'
import { createClient } from '@inbox/http'
import { unwrap } from '@inbox/kernel'

interface Options {
  directoryUrl: string
  presenceUrl: string
  secret: string
}

/** Those who own what the queue keeps a picture of: directory and presence. All throw while their owner is away. */
export interface Owners {
  directory(): Promise<Pick<DirectorySnapshot, 'departments' | 'agents'>>
  presence(): Promise<Presence[]>
  makeUnavailable(agentId: string): Promise<void>
}

export function ownersAt({ directoryUrl, presenceUrl, secret }: Options): Owners {
  const [directory, presence] = [directoryUrl, presenceUrl].map(baseUrl =>
    createClient({ baseUrl, service: 'queue', secret })
  ) as [ReturnType<typeof createClient>, ReturnType<typeof createClient>]
  return {
    directory: async () => unwrap(await directory.call(getDirectorySnapshot, {})),
    presence: async () => unwrap(await presence.call(listPresence, { query: {} })).items,
    makeUnavailable: async agentId => {
      const body = { status: 'unavailable', reason: MISSED_OFFERS, cause: 'missed' } as const
      await presence.call(putStatus, { params: { id: agentId }, body })
    }
  }
}
