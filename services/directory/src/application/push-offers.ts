import type { conversationOffered, DataOf, Envelope } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { counter, type Logger } from '@inbox/telemetry'
import { offerPush } from '../domain/offer-push.ts'
import type { PushOutcome, SendPush } from '../outbound/push-service.ts'
import type { PushSubscriptionDocument, PushSubscriptions } from '../store/push-subscriptions.ts'
import { isOver, type SignIns } from '../store/sign-ins.ts'

const pushes = counter('push_notifications_total', 'Browser notifications, by outcome', ['outcome'])

interface Dependencies {
  subscriptions: Pick<PushSubscriptions, 'ofAgent' | 'remove'>
  signIns: Pick<SignIns, 'load'>
  send: SendPush
  clock: Clock
  logger: Logger
}

export type PushOffer = (offered: Envelope<DataOf<typeof conversationOffered>>) => Promise<void>

/**
 * Notifies the browsers in which an agent is signed in of an offer. It never retries, because a minute later the offer
 * is over; the next one notifies again. A browser that is gone, or in which they have signed out, is forgotten.
 */
export function createPushOffers({ subscriptions, signIns, send, clock, logger }: Dependencies): PushOffer {
  return async ({ data, occurredAt }) => {
    const push = offerPush(data, new Date(occurredAt), clock.now())
    if (!push) return
    const notify = async ({ subscription, signInId }: PushSubscriptionDocument): Promise<PushOutcome> => {
      const signIn = await signIns.load(signInId)
      if (!signIn || isOver(signIn, clock.now())) return 'gone'
      return send(subscription, push).catch(error => {
        logger.warn({ err: error, agentId: push.agentId }, 'could not notify a browser')
        return 'failed'
      })
    }
    const known = await subscriptions.ofAgent(push.agentId)
    const outcomes = await Promise.all(known.map(notify))
    for (const outcome of outcomes) pushes.inc({ outcome })
    await subscriptions.remove(known.filter((_, at) => outcomes[at] === 'gone').map(({ _id }) => _id))
  }
}
