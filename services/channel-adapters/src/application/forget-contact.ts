import type { contactErased, DataOf, messagesErased } from '@inbox/contracts'
import type { Deliveries } from '@inbox/delivery'
import type { Channels } from '../channels/channels.ts'
import { type DeliveryEnvelope, withoutContact } from '../domain/delivery.ts'
import type { Erased } from '../store/erased.ts'
import type { Payloads } from '../store/payloads.ts'

interface Dependencies {
  deliveries: Pick<Deliveries<DeliveryEnvelope>, 'erase'>
  erased: Pick<Erased, 'remember'>
  payloads: Pick<Payloads, 'forget'>
  channels: Channels
}

/** Forgets here what belongs to an erased contact; idempotent. */
export const createForgetContact = ({ deliveries, erased, payloads, channels }: Dependencies) => ({
  /** Their provider's raw payloads; repetitions of those are not stored again. */
  async contact({ channel, names, at }: DataOf<typeof contactErased>): Promise<void> {
    await erased.remember(channel.id, names, new Date(at))
    await payloads.forget(channel.id, names, new Date(at))
    await channels.get(channel.kind)?.forgetContact?.(channel.id, names, new Date(at))
  },
  /** Answers to them, including those still waiting. */
  async messages({ channel, messages }: DataOf<typeof messagesErased>): Promise<void> {
    for (const { messageId } of messages) await deliveries.erase(messageId, withoutContact)
    const ids = messages.flatMap(({ providerMessageId }) => providerMessageId ?? [])
    await channels.get(channel.kind)?.forget?.(channel.id, ids)
  }
})
export type ForgetContact = ReturnType<typeof createForgetContact>
