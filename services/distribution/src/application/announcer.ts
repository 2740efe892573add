import { forever } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'

/** However many wait, and however fast the queue moves: no more notices than this in each pause. */
const MOST_AT_ONCE = 100
const PAUSE_MS = 1000

/** Conversations whose contacts are to learn their place in the queue: first come, first told, at a bounded rate. */
export interface Announcer extends Disposable {
  add(conversationId: string): void
}

export function openAnnouncer(tell: (conversationId: string) => void, logger: Logger): Announcer {
  const due = new Set<string>()
  const tellSome = async () => {
    let left = MOST_AT_ONCE
    for (const id of due) {
      if (left-- === 0) return
      due.delete(id)
      tell(id)
    }
  }
  const telling = forever(PAUSE_MS, tellSome, error => logger.warn({ err: error }, 'places in the queue were not told'))
  return {
    add: id => void due.add(id),
    [Symbol.dispose]: () => void telling[Symbol.asyncDispose]()
  }
}
