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
  const isSuspect = (learnt: Learnt) => isNews(picture, learnt)

  return async () => {
    const suspects = [...(await snapshots.directory()), ...(await snapshots.presence())].filter(isSuspect)
    suspects.push(...(await suspectConversations()))
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

  /** Keeps of each page no more than what is suspect: 10,000 conversations would be 20 MB. */
  async function suspectConversations(): Promise<Learnt[]> {
    const suspects: Learnt[] = []
    for (let page = 0; page < PAGES_PER_RUN && !signal.aborted; page++) {
      const { learnt, next } = await snapshots.conversations(round.cursor)
      for (const { conversation } of learnt) round.unseen.delete(conversation.id)
      suspects.push(...learnt.filter(isSuspect))
      if (next === null) return [...suspects, ...endRound().filter(isSuspect)]
      round.cursor = next
    }
    return suspects
  }

  function endRound(): Learnt[] {
    const absent = [...round.unseen].map(([conversationId, version]) => ({
      type: 'absent' as const,
      conversationId,
      version
    }))
    round = beginRound(picture)
    return absent
  }
}

/** From first to last page; `unseen` = what was known at its beginning and has not come up since, with its version. */
const beginRound = ({ conversations }: Picture): { cursor?: string; unseen: Map<string, number> } => ({
  unseen: new Map([...conversations.values()].map(({ id, version }) => [id, version]))
})
