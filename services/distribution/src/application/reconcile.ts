import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Learnt } from '../domain/apply.ts'
import { isNews } from '../domain/is-news.ts'
import type { Picture } from '../domain/picture.ts'
import type { Snapshots } from '../outbound/snapshots.ts'
import { repairs } from './metrics.ts'

/** Of the conversations, one run reads so many pages; the next goes on from there. */
const PAGES_PER_RUN = 40

interface Options {
  picture: Picture
  snapshots: Snapshots
  /** Makes good what no event told. */
  repair: (learnt: Learnt) => void
  /** An event may be as late as this without its absence counting as a fault. */
  graceMs: number
  signal: AbortSignal
  logger: Logger
}

/** Compares the picture with the snapshots, a bounded part at a time. Every repair is counted: it points to a lost event. */
export function reconciler({ picture, snapshots, repair, graceMs, signal, logger }: Options): () => Promise<void> {
  let round = beginRound(picture)

  return async () => {
    const told = [...(await snapshots.directory()), ...(await snapshots.presence()), ...(await readPages())]
    const suspects = told.filter(learnt => isNews(picture, learnt))
    if (suspects.length === 0) return
    await pause(graceMs, signal)
    const repaired: Record<string, number> = {}
    for (const learnt of suspects) {
      if (signal.aborted || !isNews(picture, learnt)) continue
      repairs.inc({ of: learnt.type })
      repaired[learnt.type] = (repaired[learnt.type] ?? 0) + 1
      repair(learnt)
    }
    if (Object.keys(repaired).length > 0) logger.warn({ repaired }, 'snapshots knew what no event had told')
  }

  async function readPages(): Promise<Learnt[]> {
    const told: Learnt[] = []
    for (let page = 0; page < PAGES_PER_RUN && !signal.aborted; page++) {
      const { learnt, next } = await snapshots.conversations(round.cursor)
      for (const { conversation } of learnt) round.unseen.delete(conversation.id)
      told.push(...learnt)
      if (next !== null) round.cursor = next
      else {
        const absent = [...round.unseen].map(([conversationId, version]) => ({
          type: 'absent' as const,
          conversationId,
          version
        }))
        round = beginRound(picture)
        return [...told, ...absent]
      }
    }
    return told
  }
}

/** From first to last page; `unseen` = what was known at its beginning and has not come up since, with its version. */
const beginRound = ({ conversations }: Picture): { cursor?: string; unseen: Map<string, number> } => ({
  unseen: new Map([...conversations.values()].map(({ id, version }) => [id, version]))
})
