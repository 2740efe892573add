import { accessAudited, conversationOffered } from '@inbox/contracts'
import { type Consumer, defineConsumer, on } from '@inbox/messaging'
import type { PushOffer } from '../application/push-offers.ts'
import type { Audit } from '../store/audit.ts'

/** Records what others do that is audited here; redeliveries are recorded once. */
export const audits = (audit: Pick<Audit, 'record'>): Consumer =>
  defineConsumer({
    name: 'directory.audit',
    prefetch: 20,
    handlers: [on(accessAudited, ({ data: { entry } }) => audit.record([entry]))]
  })

/** Notifies agents of the offers they get. */
export const offers = (pushOffer: PushOffer): Consumer =>
  defineConsumer({ name: 'directory.push', prefetch: 50, handlers: [on(conversationOffered, pushOffer)] })
