import { createHash } from 'node:crypto'
import type { Logger } from '@inbox/telemetry'
import type { Delivery } from '../domain/delivery.ts'

/** Takes a message to the contact; answers the provider's id of it, the same for every repetition. */
export type Provider = (delivery: Delivery) => Promise<string>

/** Stands in for every provider: what would be sent becomes a line of the log. */
export const loggingProvider =
  (logger: Logger): Provider =>
  async ({ messageId, conversationId, channel, contact, author, content }) => {
    const providerMessageId = `log.${createHash('sha256').update(messageId).digest('base64url').slice(0, 22)}`
    logger.info(
      { providerMessageId, messageId, conversationId, channel, to: contact.externalId, author: author.name, content },
      'outbound message'
    )
    return providerMessageId
  }
