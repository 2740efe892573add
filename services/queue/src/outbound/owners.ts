import {
  type Channel,
  type DirectorySnapshot,
  getChannel,
  getDirectorySnapshot,
  listPresence,
  MISSED_OFFERS,
  type Presence,
  putStatus
} from '@inbox/contracts'
import { createClient, type User } from '@inbox/http'
import type { Rejection, Result } from '@inbox/kernel'

interface Options {
  directoryUrl: string
  presenceUrl: string
  secret: string
}

type OwnerAnswer<Snapshot> = Promise<Result<Snapshot, Rejection>>

/** The owners of what the queue keeps a copy of. All calls throw Retryable while the owner is away. */
export interface Owners {
  directory(): OwnerAnswer<Pick<DirectorySnapshot, 'departments' | 'agents'>>
  presence(): OwnerAnswer<{ items: Presence[] }>
  /** As that user may see it. */
  channel(id: string, actor: User): OwnerAnswer<Channel>
  makeUnavailable(agentId: string): Promise<void>
}

export function createOwners({ directoryUrl, presenceUrl, secret }: Options): Owners {
  const clientOf = (baseUrl: string) => createClient({ baseUrl, service: 'queue', secret })
  const [directory, presence] = [clientOf(directoryUrl), clientOf(presenceUrl)]
  return {
    directory: () => directory.call(getDirectorySnapshot, {}),
    presence: () => presence.call(listPresence, { query: {} }),
    channel: (id, actor) => directory.call(getChannel, { params: { id }, actor }),
    makeUnavailable: async agentId => {
      const body = { status: 'unavailable', reason: MISSED_OFFERS, cause: 'missed' } as const
      await presence.call(putStatus, { params: { id: agentId }, body })
    }
  }
}
