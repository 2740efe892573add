import type { ContactRef, Quoting } from '@inbox/contracts'
import { quotedOf } from '../domain/quote.ts'
import type { Conversations } from '../store/conversations.ts'
import type { Messages } from '../store/messages.ts'

/** Finds a quoted message in all that was said between a contact and us; otherwise the id stays as given. */
export type FindQuoted = (
  replyTo: { messageId: string },
  channelId: string,
  contact: Pick<ContactRef, 'id'>
) => Promise<Quoting>

export const createFindQuoted =
  (messages: Pick<Messages, 'ofChannel'>, conversations: Pick<Conversations, 'load'>): FindQuoted =>
  async ({ messageId }, channelId, contact) => {
    for (const target of await messages.ofChannel(messageId, channelId)) {
      const { id, conversationId, providerMessageId } = target
      const conversation = (await conversations.load(conversationId))?.conversation
      if (conversation?.channel.id !== channelId || conversation.contact.id !== contact.id) continue
      const named = providerMessageId !== undefined && { providerMessageId }
      return { messageId: id, conversationId, ...named, quoted: quotedOf(target) }
    }
    return { messageId }
  }
