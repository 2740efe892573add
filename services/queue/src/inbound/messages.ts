import {
  agentChanged,
  agentUpdated,
  announcePosition,
  contactIdentified,
  contactLeft,
  contactTyping,
  type DataOf,
  deliveryFailed,
  deliverySent,
  deliveryUncertain,
  departmentChanged,
  type Envelope,
  editReceived,
  mediaCopied,
  mediaNotCopied,
  messageEchoed,
  messageReceived,
  offer,
  presenceChanged,
  ratingReceived,
  reactionReceived,
  revocationReceived,
  statusReceived,
  windowExpired
} from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { type Consumer, defineConsumer, type Origin, on, originOf, type Subscription } from '@inbox/messaging'
import type { AnnouncePosition } from '../application/announce-positions.ts'
import type { Arrivals } from '../application/arrivals.ts'
import type { ContactChanges } from '../application/contact-changes.ts'
import type { ContactHasLeft } from '../application/contact-left.ts'
import type { DeliveryReports } from '../application/delivery-reports.ts'
import type { Execute } from '../application/execute.ts'
import type { MediaCopies } from '../application/media-copies.ts'
import type { Offers } from '../application/offers.ts'
import type { RateConversation } from '../application/rate.ts'
import type { TakeEcho } from '../application/take-echo.ts'
import type { TakeIdentity } from '../application/take-identity.ts'
import type { TeamChanges } from '../application/team-changes.ts'

interface Handlers {
  receive: (envelope: Envelope<DataOf<typeof messageReceived>>) => Promise<void>
  offers: Offers
  announce: AnnouncePosition
  teamChanges: TeamChanges
  contactHasLeft: ContactHasLeft
  rate: RateConversation
  contactIsTyping: (data: DataOf<typeof contactTyping>, origin: Origin) => Promise<void>
  reports: DeliveryReports
  changes: ContactChanges
  takeEcho: TakeEcho
  takeIdentity: TakeIdentity
  copies: MediaCopies
  execute: Execute
}

/** Everything that wakes the queue over the broker; one broker queue per purpose, so that none waits behind another. */
export const consumers = ({
  receive,
  contactHasLeft,
  contactIsTyping,
  rate,
  offers,
  announce,
  teamChanges,
  reports,
  changes,
  takeEcho,
  takeIdentity,
  copies,
  execute
}: Handlers): Consumer[] => [
  defineConsumer({
    name: 'queue.inbound',
    prefetch: 100,
    handlers: [
      on(messageReceived, receive),
      on(contactTyping, envelope => contactIsTyping(envelope.data, originOf(envelope))),
      on(contactLeft, (envelope, { last }) => contactHasLeft(envelope.data, originOf(envelope), last)),
      on(ratingReceived, envelope => rate(envelope.data, originOf(envelope))),
      on(statusReceived, (envelope, { last }) => reports.take(envelope.data, originOf(envelope), last)),
      on(messageEchoed, (envelope, { last }) => takeEcho(envelope.data, originOf(envelope), last)),
      on(contactIdentified, (envelope, { last }) => takeIdentity(envelope.data, originOf(envelope), last)),
      on(reactionReceived, (envelope, { last }) => changes.reaction(envelope.data, originOf(envelope), last)),
      on(editReceived, (envelope, { last }) => changes.edit(envelope.data, originOf(envelope), last)),
      on(revocationReceived, (envelope, { last }) => changes.revocation(envelope.data, originOf(envelope), last))
    ]
  }),
  defineConsumer({
    name: 'queue.offers',
    prefetch: 50,
    handlers: [on(offer, envelope => offers.offer(envelope.data, originOf(envelope)))]
  }),
  defineConsumer({
    name: 'queue.notices',
    prefetch: 20,
    handlers: [on(announcePosition, envelope => announce(envelope.data, originOf(envelope)))]
  }),
  defineConsumer({
    name: 'queue.presence',
    prefetch: 50,
    // agents who were lost and came back have lost their work: the return must not be handled before the loss
    order: 'kept',
    handlers: [on(presenceChanged, envelope => teamChanges.presenceChanged(envelope.data, originOf(envelope)))]
  }),
  defineConsumer({
    name: 'queue.directory',
    prefetch: 20,
    handlers: [
      on(departmentChanged, ({ data }) => teamChanges.departmentChanged(data.department)),
      on(agentChanged, envelope => teamChanges.agentChanged(envelope.data.agent, originOf(envelope)))
    ]
  }),
  defineConsumer({
    name: 'queue.windows',
    prefetch: 50,
    handlers: [
      on(windowExpired, async envelope => {
        const done = await execute(envelope.data.conversationId, { type: 'expire' }, originOf(envelope))
        return done.ok ? ok(undefined) : done
      })
    ]
  }),
  defineConsumer({
    name: 'queue.deliveries',
    prefetch: 100,
    handlers: [
      on(deliverySent, (envelope, { last }) =>
        reports.take({ ...envelope.data, status: 'sent' }, originOf(envelope), last)
      ),
      on(deliveryFailed, (envelope, { last }) => reports.failed(envelope.data, originOf(envelope), last)),
      on(deliveryUncertain, (envelope, { last }) => reports.uncertain(envelope.data, originOf(envelope), last))
    ]
  }),
  defineConsumer({
    name: 'queue.media',
    prefetch: 20,
    handlers: [
      on(mediaCopied, (envelope, { last }) => copies.copied(envelope.data, originOf(envelope), last)),
      on(mediaNotCopied, (envelope, { last }) => copies.notCopied(envelope.data, originOf(envelope), last))
    ]
  })
]

/** What every queue process listens to: calls of an agent may wait in any of them. */
export const subscription = (arrivals: Arrivals): Subscription => ({
  prefetch: 500,
  handlers: [on(agentUpdated, async ({ data }) => arrivals.updated(data.agentId))]
})
