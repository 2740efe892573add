import type { DeliveryRequest } from '../../domain/delivery.ts'

/** The body that an adapter is sent for an answer, or for a reaction of an agent. */
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

/** What an adapter is sent to see whether it answers; it has nothing to do. */
export const testBodyOf = (channelId: string, now: Date): string =>
  JSON.stringify({ type: 'connection.test', timestamp: now.toISOString(), data: { channelId } })

/** With what it is signed: nothing, unless a secret is set. */
export const secretsIn = (secret: unknown): string[] => (typeof secret === 'string' ? [secret] : [])
