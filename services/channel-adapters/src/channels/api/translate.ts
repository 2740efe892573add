import { createHmac } from 'node:crypto'
import type { DeliveryRequest } from '../../domain/delivery.ts'

const PREFIX = 'whsec_'

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

/**
 * Headers of the Standard Webhooks specification (https://www.standardwebhooks.com): the id is the same for every repetition;
 * `secret` is `whsec_` and Base64, without it nothing is signed.
 */
export function headersOf(id: string, body: string, secret: string | undefined, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const plain = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp }
  if (secret === undefined) return plain
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { ...plain, 'webhook-signature': `v1,${signature}` }
}
