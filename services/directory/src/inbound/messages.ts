import { accessAudited, conversationOffered } from '@inbox/contracts'
import { type Consumer, defineConsumer, on } from '@inbox/messaging'
import type { PushOffer } from '../application/push-offers.ts'
import type { Audit } from '../store/audit.ts'

/** What others do that is audited here, once however often it is told. */
export const audits = (audit: Pick<Audit, 'record'>): Consumer =>
  defineConsumer({
    name: 'directory.audit',
    prefetch: 20,
    handlers: [on(accessAudited, ({ data: { entry } }) => audit.record([entry]))]
  })

/** Offers, of which whoever gets one is notified. */
export const offers = (pushOffer: PushOffer): Consumer =>
  defineConsumer({ name: 'directory.push', prefetch: 50, handlers: [on(conversationOffered, pushOffer)] })
