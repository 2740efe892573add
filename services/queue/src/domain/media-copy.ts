import type { Content, CopyFailure, MediaContent, Message } from '@inbox/contracts'

type MessageWithMedia = Pick<Message, 'content' | 'mediaCopy'>

/** The content of a message if it is a file stored elsewhere. */
export const mediaElsewhereIn = (content: Content): (MediaContent & { url: string }) | undefined =>
  'url' in content && content.url !== undefined && content.mediaId === undefined
    ? { ...content, url: content.url }
    : undefined

/** Marks the message as waiting for a copy of its file, if that is elsewhere. */
export const awaitingCopy = <M extends MessageWithMedia>(message: M): M =>
  mediaElsewhereIn(message.content) ? { ...message, mediaCopy: { state: 'pending' } } : message

/** Whether a message still waits for what is at `url`: it may have been changed or deleted meanwhile. */
export const awaitsCopyOf = ({ content, mediaCopy }: MessageWithMedia, url: string): boolean =>
  mediaCopy?.state === 'pending' && mediaElsewhereIn(content)?.url === url

/** The message with the copy of what was at `url`. */
export const copied = <M extends MessageWithMedia>(message: M, url: string, content: MediaContent): M =>
  awaitsCopyOf(message, url) ? { ...message, content, mediaCopy: undefined } : message

/** The message once what is at `url` can no longer be copied. */
export const notCopied = <M extends MessageWithMedia>(message: M, url: string, reason: CopyFailure): M =>
  awaitsCopyOf(message, url) ? { ...message, mediaCopy: { state: 'failed', reason } } : message
