import { z } from 'zod'
import { event } from '../message-type.ts'
import { id, instant } from '../primitives.ts'

const outcome = { conversationId: id, messageId: id, channelId: id, at: instant }

export const deliverySent = event(
  'channel-adapters',
  'delivery.sent',
  z.object({ ...outcome, providerMessageId: id.optional() }),
  { summary: 'The provider took an outbound message' }
)
export const deliveryFailed = event(
  'channel-adapters',
  'delivery.failed',
  z.object({ ...outcome, code: z.enum(['window-expired', 'refused', 'undeliverable']), error: z.string().max(1000) }),
  { summary: 'An outbound message will not be delivered' }
)
