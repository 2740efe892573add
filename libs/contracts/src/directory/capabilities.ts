import { z } from 'zod'
import type { ChannelKind } from './channel-kind.ts'

const MIB = 1024 ** 2

/** Of one kind of media: types as of RFC 9110, of which `image/*` stands for all images; in bytes. */
const carriedMedia = z.object({ types: z.array(z.string()), maxBytes: z.int().positive() })

/** What can be sent on a channel. */
export const capabilities = z.object({
  /** Characters as JavaScript counts them. */
  text: z.object({ max: z.int().positive() }),
  /** Kinds that are missing are not carried. */
  media: z.object({
    image: carriedMedia.optional(),
    video: carriedMedia.optional(),
    audio: carriedMedia.optional(),
    file: carriedMedia.optional()
  }),
  /** Texts that the provider has approved, which also leave after the end of the session window. */
  templates: z.boolean(),
  /** Of agents; those of contacts are taken from any channel that posts them. */
  reactions: z.boolean(),
  /** Answers to a certain message. */
  quotes: z.boolean(),
  /** Contacts see that an agent is typing. */
  typing: z.boolean(),
  /** Contacts see that an agent has read what they wrote. */
  readMarks: z.boolean(),
  /** It tells when a contact has read an answer. */
  readReceipts: z.boolean(),
  /** Answers that were sent can be changed. */
  edits: z.boolean(),
  /** What somebody who has not written yet is reached by, if we may write to them first. */
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

/** What the channels of each kind can carry. */
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
