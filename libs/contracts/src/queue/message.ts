import { z } from 'zod'
import { deliveryFailure } from '../channel-adapters/events.ts'
import { cost, deliveryStatus } from '../channel-ingest/events.ts'
import { content } from '../content.ts'
import { mail } from '../mail.ts'
import { copyFailure } from '../media/events.ts'
import { id, instant, version } from '../primitives.ts'
import { actor } from './conversation.ts'

/** Which message this one answers, by our id if there is such a message. */
const quoting = z.object({
  messageId: id,
  providerMessageId: id.optional(),
  /** In which conversation it stands, if it is another one. */
  conversationId: id.optional(),
  /** The message in one line, as it is now; missing if there is none. */
  quoted: z
    .object({
      direction: z.enum(['inbound', 'outbound']),
      author: z.string().optional(),
      type: z.string(),
      preview: z.string()
    })
    .optional()
})
/** Of one contact; a later one takes the place of an earlier one. */
const reaction = z.object({ contactId: id, emoji: z.string(), at: instant })
/** Our side's: one, by whichever agent, as most channels have it. */
const ourReaction = z.object({
  /** Missing: taken back. */
  emoji: z.string().optional(),
  /** What it stands in place of, which the contact still sees where this one does not reach them. */
  formerly: z.string().optional(),
  author: z.object({ id, name: z.string() }),
  at: instant,
  /** How many times our side has reacted to the message, or taken that back: each leaves by itself. */
  times: z.int().positive(),
  status: z.enum(['queued', 'uncertain', ...deliveryStatus.options]),
  error: z.string().optional(),
  failure: deliveryFailure.optional(),
  failedAt: instant.optional(),
  providerMessageId: id.optional()
})

export const message = z.object({
  id,
  conversationId: id,
  direction: z.enum(['inbound', 'outbound']),
  author: actor,
  content,
  mail: mail.optional(),
  /** Of a file elsewhere that media is to copy: nothing of it is loaded from there. Missing once it is ours. */
  mediaCopy: z.object({ state: z.enum(['pending', 'failed']), reason: copyFailure.optional() }).optional(),
  replyTo: quoting.optional(),
  reactions: z.array(reaction).optional(),
  ourReaction: ourReaction.optional(),
  /** When the contact last changed it. */
  editedAt: instant.optional(),
  /** When the contact took it back. */
  revokedAt: instant.optional(),
  /** What it said before, oldest first: for supervisors alone. */
  formerly: z.array(z.object({ content, at: instant })).optional(),
  /** Our side wrote it, but not here: on a phone, in another tool. */
  echo: z.boolean().optional(),
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
  /** What its provider charges for it, as far as it says so. */
  cost: cost.optional(),
  /** How many times somebody had it sent again. */
  sentAgain: z.int().positive().optional(),
  /** Somebody has decided to leave an `uncertain` one as it is. */
  leftAsIs: z.boolean().optional(),
  /** The system asks by it how it was; its channel adds the way to answer. */
  asksRating: z.boolean().optional(),
  providerMessageId: id.optional(),
  clientMessageId: id.optional(),
  /** Of the first answer: how long after the contact's first message. */
  firstResponseMs: z.number().nonnegative().optional(),
  version: version.optional()
})
export type Message = z.infer<typeof message>
export type Quoting = z.infer<typeof quoting>
export type OurReaction = z.infer<typeof ourReaction>
export type Quoted = NonNullable<Quoting['quoted']>
