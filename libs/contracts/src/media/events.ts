import { z } from 'zod'
import { event } from '../message-type.ts'
import { id, url } from '../primitives.ts'

/** Why there is no copy of a file. `forbidden`: its address leads to a network that is closed to outsiders. */
export const copyFailure = z.enum(['gone', 'too-large', 'forbidden', 'unreachable'])
export type CopyFailure = z.infer<typeof copyFailure>

const copy = { messageId: id, channelId: id, url }

export const mediaCopied = event('media', 'media.copied', z.object({ ...copy, mediaId: id }), {
  summary: "Media now keeps a copy of a message's external file; it is removed after a day unless the message names it"
})
export const mediaNotCopied = event('media', 'media.notCopied', z.object({ ...copy, reason: copyFailure }), {
  summary: "A message's external file cannot be copied"
})
