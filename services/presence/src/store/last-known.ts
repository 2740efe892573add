import type { Presence } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { createLatestVersions, type Replica, startReplica } from '@inbox/messaging'
import type { Logger } from '@inbox/telemetry'
import type { Presences } from './presences.ts'

/** Every agent's presence as last published by any process, in memory: restored if Redis was emptied. */
export interface LastKnown extends Replica {
  take(presence: Presence): boolean
  of(agentIds: readonly string[]): Presence[]
  all(): Presence[]
}

export function openLastKnown(read: Presences['read'], logger: Logger): LastKnown {
  const known = createLatestVersions<Presence>(({ agentId }) => agentId)
  return {
    ...startReplica({
      of: 'presences',
      read: async () => ok(await read()),
      take(stored) {
        for (const { presence } of stored) known.take(presence)
      },
      logger
    }),
    take: known.take,
    of: agentIds => agentIds.flatMap(id => known.get(id) ?? []),
    all: () => [...known.values()]
  }
}
