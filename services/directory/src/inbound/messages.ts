import { type AuditEntry, accessAudited, channelAccessAudited, conversationOffered } from '@inbox/contracts'
import type { Result } from '@inbox/kernel'
import { type Consumer, defineConsumer, on } from '@inbox/messaging'
import type { PushOffer } from '../application/push-offers.ts'
import type { Audit } from '../store/audit.ts'

interface Named {
  get(id: string): Promise<Result<{ fields: { name: string } }, unknown>>
}

/** Records what others do that is audited here; redeliveries are recorded once. */
export const audits = (audit: Pick<Audit, 'record'>, channels: Named): Consumer =>
  defineConsumer({
    name: 'directory.audit',
    prefetch: 20,
    handlers: [
      on(accessAudited, ({ data: { entry } }) => audit.record([entry])),
      on(channelAccessAudited, async ({ data: { entry } }) => audit.record([await named(entry, channels)]))
    ]
  })

/** Adds the name of the channel, which its adapter does not know. */
async function named(entry: AuditEntry, channels: Named): Promise<AuditEntry> {
  const channel = await channels.get(entry.subject.id)
  return channel.ok ? { ...entry, subject: { ...entry.subject, name: channel.value.fields.name } } : entry
}

/** Notifies agents of the offers they get. */
export const offers = (pushOffer: PushOffer): Consumer =>
  defineConsumer({ name: 'directory.push', prefetch: 50, handlers: [on(conversationOffered, pushOffer)] })
