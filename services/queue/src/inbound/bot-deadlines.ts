import type { Clock } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { EndBotSilence } from '../application/end-bot-silence.ts'
import type { LocalEvents } from '../application/local-events.ts'
import type { Conversations } from '../store/conversations.ts'
import { type Deadlines, startDeadlines } from './deadlines.ts'

const MOST = 2000

interface Dependencies {
  conversations: Pick<Conversations, 'botsDueBefore'>
  endBotSilence: EndBotSilence
  localEvents: LocalEvents
  clock: Clock
  logger: Logger
}

/** Takes conversations from bots that have not answered by `botDueAt`. */
export function botDeadlines({ conversations, endBotSilence, localEvents, clock, logger }: Dependencies): Deadlines {
  const ends = startDeadlines({
    clock,
    dueBefore: async until =>
      (await conversations.botsDueBefore(until, MOST)).map(({ conversationId, dueAt }) => ({
        key: conversationId,
        dueAt
      })),
    act: endBotSilence,
    onError: error =>
      logger.warn({ err: error }, 'could not take a conversation from a silent bot; the scan will retry')
  })
  localEvents.on('committed', ({ next }) => {
    if (next.botDueAt) ends.note(next.id, next.botDueAt)
  })
  return ends
}
