import { inReadingOrder, isVisible } from '@inbox/kernel'
import { z } from 'zod'
import { mediaTypeOf, UNKNOWN_MEDIA_TYPE } from './media-type.ts'
import { email, id, label, line, name, text, url } from './primitives.ts'

/** Of the text of one message, in UTF-8. */
export const MAX_TEXT_BYTES = 64 * 1024
// a character takes at most three bytes in UTF-8, so most texts need not be encoded
const fits = (text: string) =>
  text.length * 3 <= MAX_TEXT_BYTES || new TextEncoder().encode(text).length <= MAX_TEXT_BYTES
const body = z
  .string()
  .min(1)
  .max(MAX_TEXT_BYTES)
  .refine(fits, 'must be at most 64 KiB')
  // what consists of nothing else shows nothing in a wrong order, and no contact's message is refused for it
  .overwrite(written => inReadingOrder(written) || written)
const media = z.strictObject({
  type: z.enum(['image', 'video', 'audio', 'file']),
  url,
  mimeType: z.string().overwrite(mediaTypeOf).default(UNKNOWN_MEDIA_TYPE),
  name: line(255).optional(),
  caption: text(4096).optional(),
  size: z.int().nonnegative().optional()
})

/** What a message says, the same for every channel. */
export const content = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: body }),
  media,
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: line(200).optional()
  }),
  z.strictObject({
    type: z.literal('contactCard'),
    name,
    phones: z.array(line(40)).max(20).optional(),
    emails: z.array(line(320)).max(20).optional(),
    organization: line(200).optional()
  })
])
export type Content = z.infer<typeof content>
/** What somebody answers: there is something to be read in it. */
export const answer = content.refine(said => said.type !== 'text' || isVisible(said.text), {
  path: ['text'],
  message: 'must have something to be seen in it'
})
export const contentType = z.enum(['text', 'image', 'video', 'audio', 'file', 'location', 'contactCard'])

export const attributeName = z.string().regex(/^(?!__proto__$|constructor$|prototype$)[\w-]{1,60}$/)
export const attributeValue = z.union([line(1000), z.number(), z.boolean()])
/** Whatever else is known of a contact, by name. */
export const attributes = z.record(attributeName, attributeValue)

export const MOST_ATTRIBUTES = 50

/** A contact as a channel knows it: `id` is the channel's own name for the person. */
export const channelContact = z.strictObject({
  id,
  name: name.optional(),
  email: email.optional(),
  phone: label(40).optional(),
  avatarUrl: url.optional(),
  attributes: attributes
    .refine(value => Object.keys(value).length <= MOST_ATTRIBUTES, `must have at most ${MOST_ATTRIBUTES} entries`)
    .optional()
})
export type ChannelContact = z.infer<typeof channelContact>
