import type { Clock } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { EndOverdueOffer } from '../application/end-overdue-offer.ts'
import type { LocalEvents } from '../application/local-events.ts'
import { repairs } from '../application/repairs.ts'
import type { Conversations } from '../store/conversations.ts'
import { type Deadlines, startDeadlines } from './deadlines.ts'

const MOST = 2000
/** An offer overdue for longer than this should have been ended by now. */
const OVERDUE_MS = 5000

interface Dependencies {
  conversations: Pick<Conversations, 'offersDueBefore'>
  endOverdueOffer: EndOverdueOffer
  localEvents: LocalEvents
  clock: Clock
  logger: Logger
}

/** Ends offers at `offer.expiresAt`. */
export function offerDeadlines({
  conversations,
  endOverdueOffer,
  localEvents,
  clock,
  logger
}: Dependencies): Deadlines {
  const keyOf = (conversationId: string, offerId: string) => `${conversationId} ${offerId}`
  // offers found overdue after a restart are no defect: nobody was there to end them
  let isFirst = true
  const dueBefore = async (until: Date) => {
    const overdue = isFirst ? 0 : clock.now().getTime() - OVERDUE_MS
    isFirst = false
    const due = await conversations.offersDueBefore(until, MOST)
    for (const each of due.filter(({ expiresAt }) => expiresAt.getTime() < overdue)) {
      repairs.inc({ kind: 'overdueOffer' })
      logger.warn(each, 'ended an offer that outlived its deadline')
    }
    return due.map(({ conversationId, offerId, expiresAt }) => ({
      key: keyOf(conversationId, offerId),
      dueAt: expiresAt
    }))
  }
  const ends = startDeadlines({
    clock,
    dueBefore,
    act: key => endOverdueOffer(...(key.split(' ') as [string, string])),
    onError: error => logger.warn({ err: error }, 'could not end an offer; the scan will retry')
  })
  localEvents.on('committed', ({ next }) => {
    if (next.status === 'offered' && next.offer.expiresAt)
      ends.note(keyOf(next.id, next.offer.id), next.offer.expiresAt)
  })
  return ends
}
