import type { DataOf, presenceChanged } from '@inbox/contracts'
import type { Redis } from '@inbox/storage/redis'
import { shardKeys } from './keys.ts'
import { acknowledge, take } from './lua/stream.ts'
import { script } from './run-script.ts'

/** One recorded transition. `id` is the same on every read. */
export interface Change {
  id: string
  /** Its position in the shard's stream. */
  entry: string
  at: Date
  data: DataOf<typeof presenceChanged>
}

/** The recorded transitions waiting to be published, by shard. */
export interface Changes {
  /** The next batch, in order; empty if there is none or another process has one in hand. */
  take(shard: number): Promise<Change[]>
  done(shard: number, changes: readonly Change[]): Promise<void>
  /** Transitions not yet published, as last seen. */
  waiting(): number
}

export interface ChangesOptions {
  redis: Redis
  prefix: string
  shards: number
  consumer: string
  /** After this time without a sign of life, another process's batch is taken over. */
  abandonedAfterMs: number
}

/** The most changes of a shard that are in flight to the broker. */
export const MAX_IN_HAND = 300
const taking = script<[entries: [string, string[]][], length: number]>(take)
const acknowledging = script<number>(acknowledge)

export function openChanges({ redis, prefix, shards, consumer, abandonedAfterMs }: ChangesOptions): Changes {
  const streams = Array.from({ length: shards }, (_, shard) => shardKeys(prefix, shard).changes)
  const lengths = streams.map(() => 0)
  return {
    async take(shard) {
      const args = [consumer, abandonedAfterMs, MAX_IN_HAND]
      const [entries, length] = await taking(redis, [streams[shard]!], args)
      lengths[shard] = length
      return entries.map(([entry, fields]) => changeOf(shard, entry, fields))
    },
    async done(shard, changes) {
      await acknowledging(
        redis,
        [streams[shard]!],
        changes.map(({ entry }) => entry)
      )
      lengths[shard] = Math.max(0, lengths[shard]! - changes.length)
    },
    waiting: () => lengths.reduce((sum, length) => sum + length, 0)
  }
}

function changeOf(shard: number, entry: string, pairs: string[]): Change {
  const fields: Record<string, string> = {}
  for (let i = 0; i < pairs.length; i += 2) fields[pairs[i]!] = pairs[i + 1]!
  const { at, agentId, version, status, reason, link, since, statusSince, aliveUntil, cause } = fields
  const instant = (ms: string | undefined) => new Date(Number(ms)).toISOString()
  return {
    id: `presence:${shard}:${entry}`,
    entry,
    at: new Date(Number(at)),
    data: {
      agentId,
      version: Number(version),
      status,
      ...(reason && { reason }),
      link,
      since: instant(since),
      // missing in those recorded before it was known
      ...(statusSince && { statusSince: instant(statusSince) }),
      ...(aliveUntil && { aliveUntil: instant(aliveUntil) }),
      cause
    } as Change['data']
  }
}
