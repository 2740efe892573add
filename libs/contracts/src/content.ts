import { isVisible, plainLine, plainText } from '@inbox/kernel'
import { z } from 'zod'
import { mediaTypeOf, UNKNOWN_MEDIA_TYPE } from './media-type.ts'
import { email, id, label, line, name, text, url } from './primitives.ts'

/** The limit for the text of one message, in UTF-8. */
export const MAX_TEXT_BYTES = 64 * 1024
// a UTF-16 unit takes at most three bytes in UTF-8, so most texts need not be encoded
const fits = (text: string) =>
  text.length * 3 <= MAX_TEXT_BYTES || new TextEncoder().encode(text).length <= MAX_TEXT_BYTES
const body = z
  .string()
  .min(1)
  .max(MAX_TEXT_BYTES)
  .refine(fits, 'must be at most 64 KiB')
  // a text of nothing but hidden characters is harmless, so it stays: no contact's message is refused for it
  .overwrite(written => plainText(written) || written)
/**
 * A file that media keeps, by `mediaId`, or one elsewhere, by `url`. What is known of ours comes from media; readers
 * get a signed `url`.
 */
const media = z
  .strictObject({
    type: z.enum(['image', 'video', 'audio', 'file', 'sticker']),
    mediaId: id.optional(),
    url: url.optional(),
    thumbnailUrl: url.optional(),
    mimeType: z.string().overwrite(mediaTypeOf).default(UNKNOWN_MEDIA_TYPE),
    name: line(255).optional(),
    caption: text(4096).optional(),
    size: z.int().nonnegative().optional(),
    width: z.int().positive().optional(),
    height: z.int().positive().optional()
  })
  .refine(({ mediaId, url: elsewhere }) => mediaId !== undefined || elsewhere !== undefined, {
    path: ['mediaId'],
    message: 'is required, unless url is given'
  })
export type MediaContent = z.infer<typeof media>
const words = z.strictObject({ type: z.literal('text'), text: body })
const location = z.strictObject({
  type: z.literal('location'),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: line(200).optional()
})
const contactCard = z.strictObject({
  type: z.literal('contactCard'),
  name,
  phones: z.array(line(40)).max(20).optional(),
  emails: z.array(line(320)).max(20).optional(),
  organization: line(200).optional()
})
/** What a contact chose from an offer: a button, or an entry of a list. */
const interactive = z.strictObject({
  type: z.literal('interactive'),
  title: text(1000).min(1),
  id: text(1000).optional(),
  description: text(4096).optional()
})
/** A cart. `id` is the product's id in the catalog; `price` is per unit, in `currency` (ISO 4217). */
const order = z.strictObject({
  type: z.literal('order'),
  items: z
    .array(
      z.strictObject({
        id: line(200),
        name: line(200).optional(),
        quantity: z.number().positive(),
        price: z.number().nonnegative().optional()
      })
    )
    .min(1)
    .max(500),
  text: text(4096).optional(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a code of ISO 4217, such as BRL')
})
/** Content that a channel cannot hand over; `what` is the channel's own term for it. */
const unsupported = z.strictObject({ type: z.literal('unsupported'), what: line(200) })
const plainJson = (value: unknown): unknown => {
  if (typeof value === 'string') return plainText(value)
  if (Array.isArray(value)) return value.map(plainJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [plainLine(name), plainJson(part)]))
}
/** A text the channel approved; `text` is how it reads with its components filled in, `header` our file above it. */
const template = z.strictObject({
  type: z.literal('template'),
  name: label(512),
  language: label(20),
  components: z.array(z.record(line(200), z.unknown().overwrite(plainJson))).max(20),
  text: body,
  header: media.refine(({ mediaId }) => mediaId !== undefined, { path: ['mediaId'], message: 'is missing' }).optional()
})

/** Its sender revoked it: nothing of it is left to see. */
const revoked = z.strictObject({ type: z.literal('revoked') })
/** Its contact was erased, and its content with them. */
const erased = z.strictObject({ type: z.literal('erased') })

const sent = [words, media, location, contactCard] as const
const chosen = [interactive, order, unsupported] as const

/** Another message, by our id or the provider's. */
export const replyTo = z.strictObject({ messageId: id })

/** The content of a contact's message, the same for every channel. */
export const receivedContent = z.discriminatedUnion('type', [...sent, ...chosen])
/** The content of a message, from either side. */
export const content = z.discriminatedUnion('type', [...sent, ...chosen, template, revoked, erased])
export type Content = z.infer<typeof content>
/** Everybody has at most one reaction to a message. */
export const emoji = label(40)
/** Our side's reaction to the contact's message, by our id and the provider's; without an emoji, it is removed. */
const reaction = z.object({
  type: z.literal('reaction'),
  to: z.object({ messageId: id, providerMessageId: id.optional() }),
  emoji: emoji.optional()
})
/** What is delivered to a contact: a message, or something done to one. */
export const deliveredContent = z.discriminatedUnion('type', [content, reaction])
export type DeliveredContent = z.infer<typeof deliveredContent>
/** The content of an answer: it must contain something to read. */
export const answer = z
  .discriminatedUnion('type', [...sent, template])
  .refine(said => said.type !== 'text' || isVisible(said.text), {
    path: ['text'],
    message: 'must contain something visible'
  })
  .refine(said => said.type !== 'sticker', { path: ['type'], message: 'can only be received' })

export const attributeName = z.string().regex(/^(?!__proto__$|constructor$|prototype$)[\w-]{1,60}$/)
export const attributeValue = z.union([line(1000), z.number(), z.boolean()])
/** Anything else known about a contact, by name. */
export const attributes = z.record(attributeName, attributeValue)

export const MAX_ATTRIBUTES = 50
/** How many ids of a contact may be reported at once, besides the one they write under. */
export const MAX_ALIASES = 20

/** A contact as a channel knows them: `id` is the channel's own id for the person. */
export const channelContact = z.strictObject({
  id,
  /** The channel's other ids for them. */
  aliases: z.array(id).max(MAX_ALIASES).optional(),
  name: name.optional(),
  email: email.optional(),
  phone: label(40).optional(),
  avatarUrl: url.optional(),
  attributes: attributes
    .refine(value => Object.keys(value).length <= MAX_ATTRIBUTES, `must have at most ${MAX_ATTRIBUTES} entries`)
    .optional()
})
export type ChannelContact = z.infer<typeof channelContact>
