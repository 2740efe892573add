import type { Clock } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { BringBack } from '../application/bring-back.ts'
import type { LocalEvents } from '../application/local-events.ts'
import type { Conversations } from '../store/conversations.ts'
import { type Deadlines, startDeadlines } from './deadlines.ts'

const MOST = 2000

interface Dependencies {
  conversations: Pick<Conversations, 'comingBackBefore'>
  bringBack: BringBack
  localEvents: LocalEvents
  clock: Clock
  logger: Logger
}

/** Brings parked conversations back at `comesBack.at`. */
export function parkDeadlines({ conversations, bringBack, localEvents, clock, logger }: Dependencies): Deadlines {
  const ends = startDeadlines({
    clock,
    dueBefore: async until =>
      (await conversations.comingBackBefore(until, MOST)).map(({ conversationId, at }) => ({
        key: conversationId,
        dueAt: at
      })),
    act: bringBack,
    onError: error => logger.warn({ err: error }, 'could not bring back a parked conversation; the scan will retry')
  })
  localEvents.on('committed', ({ next }) => {
    if (next.status === 'pending' && next.comesBack?.at) ends.note(next.id, next.comesBack.at)
  })
  return ends
}
