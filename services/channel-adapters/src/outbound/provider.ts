import type { Logger } from '@inbox/telemetry'
import type { Delivery } from '../domain/delivery.ts'

/**
 * Takes a message to the contact; answers the provider's id of it, the same for every repetition, or undefined where nobody
 * took it: then somebody else may, and report it.
 */
export type Provider = (delivery: Delivery) => Promise<string | undefined>

/** Of channels without a provider: a line of the log, from which nobody gets anything. What it says and to whom is for DEBUG. */
export const noProvider =
  (logger: Logger): Provider =>
  async ({ messageId, conversationId, channel, contact, content }) => {
    logger.info({ messageId, conversationId, channelId: channel.id }, 'no provider: the answer waits')
    logger.debug({ messageId, to: contact.externalId, content }, 'the answer that waits')
    return undefined
  }
