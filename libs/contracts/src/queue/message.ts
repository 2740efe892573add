import { z } from 'zod'
import { deliveryFailure } from '../channel-adapters/events.ts'
import { cost, deliveryStatus } from '../channel-ingest/events.ts'
import { content } from '../content.ts'
import { mail } from '../mail.ts'
import { copyFailure } from '../media/events.ts'
import { id, instant, version } from '../primitives.ts'
import { actor } from './conversation.ts'

/** The message that this one answers, by our id if we have that message. */
const quoting = z.object({
  messageId: id,
  providerMessageId: id.optional(),
  /** The conversation that it is in, if it is another one. */
  conversationId: id.optional(),
  /** The message in one line, as it is now; missing if we do not have it. */
  quoted: z
    .object({
      direction: z.enum(['inbound', 'outbound']),
      author: z.string().optional(),
      type: z.string(),
      preview: z.string()
    })
    .optional()
})
/** One contact's reaction; a later one replaces it. */
const reaction = z.object({ contactId: id, emoji: z.string(), at: instant })
/** Our side's reaction: only one, by whichever agent, as on most channels. */
const ourReaction = z.object({
  /** Missing if it was removed. */
  emoji: z.string().optional(),
  /** The reaction it replaces, which the contact still sees if this one does not reach them. */
  formerly: z.string().optional(),
  author: z.object({ id, name: z.string() }),
  at: instant,
  /** How often our side has reacted to the message or removed a reaction; each is sent separately. */
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
  /** For a remote file that media should copy; readers never load it from there. Missing once it is ours. */
  mediaCopy: z.object({ state: z.enum(['pending', 'failed']), reason: copyFailure.optional() }).optional(),
  /** Its files are no longer kept, and have no addresses: their period has ended before that of the message. */
  mediaGone: z.boolean().optional(),
  replyTo: quoting.optional(),
  reactions: z.array(reaction).optional(),
  ourReaction: ourReaction.optional(),
  /** When the contact last changed it. */
  editedAt: instant.optional(),
  /** When the contact revoked it. */
  revokedAt: instant.optional(),
  /** Its earlier contents, oldest first: for supervisors only. */
  formerly: z.array(z.object({ content, at: instant })).optional(),
  /** Our side wrote it elsewhere: on a phone, or in another tool. */
  echo: z.boolean().optional(),
  sentAt: instant,
  receivedAt: instant,
  /** For outbound messages; `queued` until the channel accepts it, `uncertain` if nobody can tell whether it did. */
  status: z.enum(['queued', 'uncertain', ...deliveryStatus.options]).optional(),
  /** In the channel's own words. */
  error: z.string().optional(),
  /** Why it is `failed`, where that is known. */
  failure: deliveryFailure.optional(),
  /** When it last failed, according to the channel. */
  failedAt: instant.optional(),
  /** What its provider charges for it, if reported. */
  cost: cost.optional(),
  /** How often somebody has had it sent again. */
  sentAgain: z.int().positive().optional(),
  /** Somebody has decided to leave an `uncertain` one as it is. */
  leftAsIs: z.boolean().optional(),
  /** The system asks for a rating with it; its channel adds a way to give it. */
  asksRating: z.boolean().optional(),
  providerMessageId: id.optional(),
  clientMessageId: id.optional(),
  /** For the first answer: the time since the contact's first message. */
  firstResponseMs: z.number().nonnegative().optional(),
  version: version.optional()
})
export type Message = z.infer<typeof message>
export type Quoting = z.infer<typeof quoting>
export type OurReaction = z.infer<typeof ourReaction>
export type Quoted = NonNullable<Quoting['quoted']>
