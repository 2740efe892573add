import { z } from 'zod'
import { deliveryFailure } from '../channel-adapters/events.ts'
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
  /** Of outbound messages; `queued` until the channel took it, `uncertain` if nobody can tell whether it did. */
  status: z.enum(['queued', 'uncertain', ...deliveryStatus.options]).optional(),
  /** In the channel's own words. */
  error: z.string().optional(),
  /** Why it is `failed`, where that is known. */
  failure: deliveryFailure.optional(),
  /** When the channel says that it failed, the last time. */
  failedAt: instant.optional(),
  /** How many times somebody had it sent again. */
  sentAgain: z.int().positive().optional(),
  /** Somebody has decided to leave an `uncertain` one as it is. */
  leftAsIs: z.boolean().optional(),
  providerMessageId: id.optional(),
  clientMessageId: id.optional(),
  /** Of the first answer: how long after the contact's first message. */
  firstResponseMs: z.number().nonnegative().optional(),
  version: version.optional()
})
export type Message = z.infer<typeof message>
