import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Update } from '../domain/apply.ts'
import { isNews } from '../domain/is-news.ts'
import type { Replica } from '../domain/replica.ts'
import type { Snapshots } from '../outbound/snapshots.ts'
import { repairs } from './metrics.ts'

/** Of the conversations, one run compares so many pages; the next goes on from there. */
const PAGES_PER_RUN = 100
/** Queue and its database have offers to make meanwhile, so each page is soon read and the next one not at once. */
const PAGE = 50
const BETWEEN_PAGES_MS = 100
/** An event may be as late as this without its absence counting as a fault. */
const GRACE_MS = 2000

interface Options {
  replica: Replica
  snapshots: Snapshots
  /** Whether the replica is whole. */
  ready: () => boolean
  /** Makes good what no event told. */
  repair: (update: Update) => void
  /** Between two comparisons. */
  everyMs: number
  /** Ends it. */
  signal: AbortSignal
  logger: Logger
}

/**
 * Compares a bounded part of the replica with the snapshots, each time it is called the next one. Every repair is counted:
 * it points to a lost event.
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

  /** Repairs what is still news after the time that an event may take. */
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
    if (Object.keys(repaired).length > 0) logger.warn({ repaired }, 'snapshots knew what no event had told')
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

/** From first to last page; `unseen` = what was known at its beginning and has not come up since, with its version. */
const beginRound = ({ conversations }: Replica): { cursor?: string; unseen: Map<string, number> } => ({
  unseen: new Map([...conversations.values()].map(({ id, version }) => [id, version]))
})
