import { presenceChanged } from '@inbox/contracts'
import { type Consumer, defineConsumer, on, type Subscription } from '@inbox/messaging'
import type { LastKnown } from '../store/last-known.ts'
import type { StatusLog } from '../store/status-log.ts'

/** Our own events, back from the broker, so that neither the log nor demotion suffers from the other's outage. */
export const statusLogConsumer = (log: Pick<StatusLog, 'add'>): Consumer =>
  defineConsumer({
    name: 'presence.status-log',
    prefetch: 1000,
    // not for the order itself: with it, messages are held while the database is away, and never parked
    order: 'kept',
    handlers: [
      on(presenceChanged, async ({ occurredAt, data: { since: _, statusSince: __, aliveUntil: ___, ...change } }) =>
        log.add({ ...change, from: new Date(occurredAt) })
      )
    ]
  })

/** What all processes publish, received by each of them. */
export const changesOfAll = (lastKnown: Pick<LastKnown, 'take'>): Subscription => ({
  prefetch: 500,
  handlers: [
    on(presenceChanged, async ({ data }) => {
      lastKnown.take(data)
    })
  ]
})
