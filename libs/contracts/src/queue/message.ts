import { z } from 'zod'
import { deliveryStatus } from '../channel-ingest/events.ts'
import { content } from '../content.ts'
import { id, instant, version } from '../primitives.ts'

export const message = z.object({
  id,
  conversationId: id,
  direction: z.enum(['inbound', 'outbound']),
  author: z.object({ kind: z.enum(['contact', 'agent', 'system']), id: id.optional(), name: z.string().optional() }),
  content,
  sentAt: instant,
  receivedAt: instant,
  /** Of outbound messages; `queued` until the channel took it. */
  status: z.enum(['queued', ...deliveryStatus.options]).optional(),
  error: z.string().optional(),
  providerMessageId: id.optional(),
  clientMessageId: id.optional(),
  /** Of the first answer: how long after the contact's first message. */
  firstResponseMs: z.number().nonnegative().optional(),
  version: version.optional()
})
export type Message = z.infer<typeof message>
