import { z } from 'zod'
import type { DeliveredContent, MediaContent } from '../content.ts'
import { operation, staff } from '../operation.ts'
import { fileName, id } from '../primitives.ts'

const pixels = z.int().positive()

/** What is known about a file. One with a `width` is an image with a thumbnail. */
export const mediaFacts = z.object({
  id,
  /** Determined from the bytes; where they do not tell, as claimed by the sender. */
  mimeType: z.string(),
  name: z.string().optional(),
  /** Bytes. */
  size: z.int().nonnegative(),
  sha256: z.string(),
  width: pixels.optional(),
  height: pixels.optional()
})
export type MediaFacts = z.infer<typeof mediaFacts>

/** Who uploaded a file, and may send it. */
export const mediaOwner = z.strictObject({ kind: z.enum(['user', 'channel']), id })
export type MediaOwner = z.infer<typeof mediaOwner>

export const uploadMedia = operation({
  id: 'uploadMedia',
  owner: 'media',
  method: 'post',
  path: '/v1/media',
  audience: [...staff, 'channel'],
  scope: 'conversations:write',
  public: true,
  query: z.object({ name: fileName.optional() }),
  streamed: true,
  answer: mediaFacts,
  status: 201,
  summary:
    'Upload a file (the body is its bytes), to be sent in a message; it is removed after a day unless a message names it'
})
export const claimMedia = operation({
  id: 'claimMedia',
  owner: 'media',
  method: 'post',
  path: '/v1/media/:id/claim',
  audience: ['service'],
  params: z.object({ id }),
  body: mediaOwner,
  answer: mediaFacts,
  summary: 'Keep a file for another day, because a message by its uploader is about to name it'
})
export const getMedia = operation({
  id: 'getMedia',
  owner: 'media',
  method: 'get',
  path: '/media/:id/:name',
  audience: ['anyone'],
  params: z.object({ id, name: z.string().max(1000) }),
  query: z.object({
    expires: z.coerce.number().int().positive(),
    signature: z.string().max(100),
    thumbnail: z.literal('1').optional(),
    /** Shows a mail's HTML in a page that may do nothing; otherwise it is only downloaded. */
    shown: z.literal('1').optional(),
    /** The same, with its remote pictures, which we load. */
    images: z.literal('1').optional(),
    /** One of those pictures. */
    remote: z
      .string()
      .max(2000)
      .regex(/^https?:\/\/[\x21-\x7e]+$/i, 'must be a web address')
      .optional()
  }),
  answer: z.string().describe('The bytes, or part of them if the request has a Range'),
  media: 'application/octet-stream',
  summary: 'The bytes of a file, by an address signed for its reader within the last hour'
})

/** The file of ours that a message consists of, or that is above its text. */
export function mediaIn(content: DeliveredContent): (MediaContent & { mediaId: string }) | undefined {
  const file = content.type === 'template' ? content.header : content
  return file && 'mediaId' in file && file.mediaId !== undefined ? { ...file, mediaId: file.mediaId } : undefined
}

/** The content of a message, with a changed description of its file. */
export const withMedia = <Said extends DeliveredContent>(content: Said, media: MediaContent): Said =>
  (content.type === 'template' ? { ...content, header: media } : media) as Said

const KINDS = ['image', 'video', 'audio'] as const

/** A file's description with facts instead of claims: a file whose bytes are not an image is not one. */
export function withFacts({ type, caption, name }: MediaContent, facts: MediaFacts): MediaContent {
  const { id: mediaId, sha256: _, ...known } = facts
  const kind = KINDS.find(each => facts.mimeType.startsWith(`${each}/`))
  const isWhatItSays = type === 'file' || kind === (type === 'sticker' ? 'image' : type)
  return {
    type: isWhatItSays ? type : 'file',
    mediaId,
    ...(name !== undefined && { name }),
    ...known,
    ...(caption !== undefined && { caption })
  }
}
