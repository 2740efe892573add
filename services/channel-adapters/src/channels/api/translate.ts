import type { DeliveryRequest } from '../../domain/delivery.ts'

/** The body sent to an adapter for an answer, or for an agent's reaction. */
export function bodyOf(asked: DeliveryRequest): string {
  const { messageId, conversationId, channel, contact, thread, author, content, replyTo, requestedAt } = asked
  const data = {
    messageId,
    conversationId,
    channelId: channel.id,
    contact: { id: contact.externalId, name: contact.name },
    thread,
    author: { name: author.name }
  }
  const timestamp = requestedAt
  if (content.type !== 'reaction')
    return JSON.stringify({ type: 'message.outbound', timestamp, data: { ...data, content, replyTo } })
  const { to, emoji } = content
  return JSON.stringify({ type: 'reaction.outbound', timestamp, data: { ...data, to, emoji } })
}

/** Sent to an adapter to check whether it responds; it need not do anything. */
export const testBodyOf = (channelId: string, now: Date): string =>
  JSON.stringify({ type: 'connection.test', timestamp: now.toISOString(), data: { channelId } })

/** The secrets to sign with: none unless one is set. */
export const secretsIn = (secret: unknown): string[] => (typeof secret === 'string' ? [secret] : [])
