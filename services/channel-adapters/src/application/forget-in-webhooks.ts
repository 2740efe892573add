import type { contactErased, DataOf, messagesErased } from '@inbox/contracts'
import { derivedId } from '@inbox/kernel/derived-id'
import type { WebhookLog } from '../store/webhook-log.ts'

/** What webhooks were told, or are to be, of a contact who is erased goes; repeated, it finds nothing more. */
export const createForgetInWebhooks = (
  log: Pick<WebhookLog, 'removeAbout'>,
  erased: { add(conversationId: string): void }
) => ({
  /** Under every name: some were told before they turned out to be the same. */
  contact: ({ contactId, channel, names }: DataOf<typeof contactErased>): Promise<void> =>
    log.removeAbout({ contactIds: [contactId, ...names.map(name => derivedId('con', channel.id, name))] }),
  messages({ conversationId }: DataOf<typeof messagesErased>): Promise<void> {
    erased.add(conversationId)
    return log.removeAbout({ conversationId })
  }
})
export type ForgetInWebhooks = ReturnType<typeof createForgetInWebhooks>
