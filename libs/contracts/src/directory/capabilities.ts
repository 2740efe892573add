import { z } from 'zod'
import type { ChannelKind } from './channel-kind.ts'

const MIB = 1024 ** 2

/** For one kind of media: types as in RFC 9110, where `image/*` means all images; size in bytes. */
const carriedMedia = z.object({ types: z.array(z.string()), maxBytes: z.int().positive() })

/** What can be sent on a channel. */
export const capabilities = z.object({
  /** Characters as JavaScript counts them. */
  text: z.object({ max: z.int().positive() }),
  /** Missing kinds cannot be sent. */
  media: z.object({
    image: carriedMedia.optional(),
    video: carriedMedia.optional(),
    audio: carriedMedia.optional(),
    file: carriedMedia.optional()
  }),
  /** Texts that the provider has approved, which may also be sent after the end of the session window. */
  templates: z.boolean(),
  /** Agents' reactions; contacts' are accepted from any channel that posts them. */
  reactions: z.boolean(),
  /** Answers that quote a certain message. */
  quotes: z.boolean(),
  /** Contacts see that an agent is typing. */
  typing: z.boolean(),
  /** Contacts see that an agent has read their messages. */
  readMarks: z.boolean(),
  /** The channel reports when a contact has read an answer. */
  readReceipts: z.boolean(),
  /** Sent answers can be changed. */
  edits: z.boolean(),
  /** How to address somebody who has not written yet, if we may write to them first. */
  startsWith: z.enum(['phone', 'email']).optional()
})
export type Capabilities = z.infer<typeof capabilities>

const anything = { types: ['*/*'], maxBytes: 100 * MIB }
const anyMedia: Capabilities['media'] = {
  image: { types: ['image/*'], maxBytes: 100 * MIB },
  video: { types: ['video/*'], maxBytes: 100 * MIB },
  audio: { types: ['audio/*'], maxBytes: 100 * MIB },
  file: anything
}
const nothingMore = { templates: false, reactions: false, typing: false, readMarks: false, edits: false }

/** What channels of each kind can carry. */
export const capabilitiesOf: Readonly<Record<ChannelKind, Capabilities>> = {
  webchat: {
    ...nothingMore,
    text: { max: 65_536 },
    media: anyMedia,
    reactions: true,
    quotes: true,
    readReceipts: true
  },
  whatsapp: {
    ...nothingMore,
    templates: true,
    reactions: true,
    typing: true,
    readMarks: true,
    text: { max: 4096 },
    media: {
      image: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * MIB },
      video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MIB },
      audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], maxBytes: 16 * MIB },
      file: anything
    },
    quotes: true,
    readReceipts: true,
    startsWith: 'phone'
  },
  email: {
    ...nothingMore,
    text: { max: 65_536 },
    media: Object.fromEntries(Object.entries(anyMedia).map(([kind, each]) => [kind, { ...each, maxBytes: 25 * MIB }])),
    quotes: true,
    readReceipts: false,
    startsWith: 'email'
  },
  api: { ...nothingMore, text: { max: 65_536 }, media: anyMedia, reactions: true, quotes: true, readReceipts: true }
}
