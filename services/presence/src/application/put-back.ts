import type { Logger } from '@inbox/telemetry'
import { shardOf } from '../domain/shards.ts'
import type { LastKnown } from '../store/last-known.ts'
import type { Presences } from '../store/presences.ts'

/** Restores the agents of a shard that was found empty. */
export const createPutBack =
  (presences: Pick<Presences, 'restore'>, lastKnown: Pick<LastKnown, 'all'>, shards: number, logger: Logger) =>
  (shard: number): void => {
    const lost = lastKnown.all().filter(({ agentId }) => shardOf(agentId, shards) === shard)
    logger.warn({ shard, agents: lost.length }, 'redis was emptied; restoring agents')
    presences.restore(lost).catch(error => logger.warn({ err: error }, 'could not restore agents; their beats will'))
  }
