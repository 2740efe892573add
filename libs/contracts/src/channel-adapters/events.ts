import { z } from 'zod'
import { auditEntry } from '../directory/audit.ts'
import { event } from '../message-type.ts'
import { id, instant, text } from '../primitives.ts'

/** Why an outbound message was not delivered; `undeliverable`: nobody accepted it in time. */
export const deliveryFailure = z.enum(['window-expired', 'refused', 'undeliverable'])
export type DeliveryFailure = z.infer<typeof deliveryFailure>

const outcome = { conversationId: id, messageId: id, channelId: id, at: instant }

export const deliverySent = event(
  'channel-adapters',
  'delivery.sent',
  z.object({ ...outcome, providerMessageId: id.optional() }),
  { summary: 'The provider accepted an outbound message' }
)
export const deliveryFailed = event(
  'channel-adapters',
  'delivery.failed',
  z.object({ ...outcome, code: deliveryFailure, error: text(1000) }),
  { summary: 'An outbound message will not be delivered' }
)
export const deliveryUncertain = event(
  'channel-adapters',
  'delivery.uncertain',
  z.object({ ...outcome, error: text(1000) }),
  { summary: 'It is unknown whether the provider accepted an outbound message; it is not sent again automatically' }
)
/** Once an hour for each person and channel; the entry has the same id however often it is published. */
export const channelAccessAudited = event(
  'channel-adapters',
  'channel.accessAudited',
  z.object({ entry: auditEntry }),
  {
    summary: 'A supervisor or administrator read the raw payloads of a channel',
    // as for `access.audited`
    mandatory: false
  }
)

export const channelState = z.enum(['connected', 'failing', 'disconnected'])

export const channelHealthChanged = event(
  'channel-adapters',
  'channel.healthChanged',
  z.object({
    channelId: id,
    departmentId: id.optional(),
    /** It is about fetching what customers write, as from a mailbox; if missing, it is about answers. */
    side: z.literal('receiving').optional(),
    state: channelState,
    since: instant,
    error: z.string().optional()
  }),
  {
    summary: 'A channel has started or stopped delivering answers, or receiving what contacts write',
    mandatory: false
  }
)
