import type { contactErased, DataOf, messagesErased } from '@inbox/contracts'
import { derivedId } from '@inbox/kernel/derived-id'
import type { WebhookLog } from '../store/webhook-log.ts'

/** Forgets what webhooks were or are to be sent about an erased contact; idempotent. */
export const createForgetInWebhooks = (
  log: Pick<WebhookLog, 'removeAbout'>,
  erased: { add(conversationId: string): void }
) => ({
  /** By all their contact ids: some events were sent before those turned out to be the same person. */
  contact: ({ contactId, channel, names }: DataOf<typeof contactErased>): Promise<void> =>
    log.removeAbout({ contactIds: [contactId, ...names.map(name => derivedId('con', channel.id, name))] }),
  messages({ conversationId }: DataOf<typeof messagesErased>): Promise<void> {
    erased.add(conversationId)
    return log.removeAbout({ conversationId })
  }
})
export type ForgetInWebhooks = ReturnType<typeof createForgetInWebhooks>
