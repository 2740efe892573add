import { createHmac } from 'node:crypto'
import type { AskedDelivery } from '../../domain/delivery.ts'

const PREFIX = 'whsec_'

/** The body that an adapter is sent for an answer. */
export const bodyOf = ({
  messageId,
  conversationId,
  channel,
  contact,
  thread,
  author,
  content,
  replyTo,
  requestedAt
}: AskedDelivery): string =>
  JSON.stringify({
    type: 'message.outbound',
    timestamp: requestedAt,
    data: {
      messageId,
      conversationId,
      channelId: channel.id,
      contact: { id: contact.externalId, name: contact.name },
      thread,
      author: { name: author.name },
      content,
      replyTo
    }
  })

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
