import type { Clock } from '@inbox/kernel'
import { startRepeating } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Visits } from '../../store/visits.ts'
import type { Inbox } from './inbox.ts'

interface Dependencies {
  visits: Pick<Visits, 'seen' | 'unseenSince' | 'forget'>
  inbox: Pick<Inbox, 'leave'>
  clock: Clock
  /** A visitor unseen for this long has left. */
  goneMs: number
  logger: Logger
}

const AT_ONCE = 100
/** Checks per such period. */
const LOOKS = 4

/**
 * Reports visitors who have closed the page: their chat is closed if they still wait. Reloads, other pages of the site
 * and short outages end before the time is up; a dead process's visitors are reported by the others.
 */
export function startDepartures({ visits, inbox, clock, goneMs, logger }: Dependencies): AsyncDisposable {
  const look = async () => {
    const now = clock.now()
    await visits.seen(now)
    for (const visit of await visits.unseenSince(new Date(now.getTime() - goneMs), AT_ONCE)) {
      const { channelId, visitorId, seenAt } = visit
      await inbox.leave({ channelId, id: visitorId }, seenAt)
      await visits.forget(visit)
      logger.info({ channelId }, 'a visitor has left')
    }
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'could not report visitors who left; will retry')
  return startRepeating(goneMs / LOOKS, look, onError)
}
