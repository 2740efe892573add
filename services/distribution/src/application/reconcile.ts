import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Update } from '../domain/apply.ts'
import { isNews } from '../domain/is-news.ts'
import type { Replica } from '../domain/replica.ts'
import type { Snapshots } from '../outbound/snapshots.ts'
import { repairs } from './metrics.ts'

/** The most conversation pages one run compares; the next run continues from there. */
const PAGES_PER_RUN = 100
/** Small and unhurried: queue and its database have offers to make meanwhile. */
const PAGE = 50
const BETWEEN_PAGES_MS = 100
/** An event may be this late before its absence counts as a fault. */
const GRACE_MS = 2000

interface Options {
  replica: Replica
  snapshots: Snapshots
  /** Whether the replica is complete. */
  ready: () => boolean
  /** Applies what no event reported. */
  repair: (update: Update) => void
  /** Interval between comparisons. */
  everyMs: number
  /** Stops it. */
  signal: AbortSignal
  logger: Logger
}

/**
 * Compares a bounded part of the replica with the snapshots; each call continues with the next part. Every repair is
 * counted: it points to a lost event.
 */
export function createReconcile({ replica, snapshots, ready, repair, everyMs, signal, logger }: Options) {
  let round = beginRound(replica)
  return compareSome

  async function compareSome(): Promise<void> {
    if (!ready()) return
    await compare([...(await snapshots.directory()), ...(await snapshots.presence())])
    for (let page = 0; page < PAGES_PER_RUN && !signal.aborted; page++) {
      if (page > 0) await pause(BETWEEN_PAGES_MS, signal)
      const { update, next } = await snapshots.conversations(PAGE, round.cursor)
      for (const { conversation } of update) round.unseen.delete(conversation.id)
      await compare(update)
      if (next === null) return endRound()
      round.cursor = next
    }
  }

  /** Repairs what is still news once events have had time to arrive. */
  async function compare(told: Update[]): Promise<void> {
    const suspects = told.filter(update => isNews(replica, update))
    if (suspects.length === 0) return
    await pause(Math.min(GRACE_MS, everyMs), signal)
    const repaired: Record<string, number> = {}
    for (const update of suspects) {
      if (signal.aborted || !isNews(replica, update)) continue
      repairs.inc({ of: update.type })
      repaired[update.type] = (repaired[update.type] ?? 0) + 1
      repair(update)
    }
    if (Object.keys(repaired).length > 0)
      logger.warn({ repaired }, 'snapshots contained changes that no event had announced')
  }

  function endRound(): Promise<void> {
    const absent = [...round.unseen].map(([conversationId, version]) => ({
      type: 'absent' as const,
      conversationId,
      version
    }))
    round = beginRound(replica)
    return compare(absent)
  }
}

/** A round from first to last page; `unseen` = what was known when it began and has not come up since, by version. */
const beginRound = ({ conversations }: Replica): { cursor?: string; unseen: Map<string, number> } => ({
  unseen: new Map([...conversations.values()].map(({ id, version }) => [id, version]))
})
