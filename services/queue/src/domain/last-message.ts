import type { Content, Message } from '@inbox/contracts'
import { plainLine } from '@inbox/kernel'
import type { LastMessage, Received } from './conversation.ts'
import { textOf } from './search-terms.ts'

const LENGTH = 120
/** Their names are made by cameras, and say nothing. */
const NAMELESS: readonly Content['type'][] = ['image', 'video', 'audio', 'sticker']

/** A message in one line of a list; what has no words by its type. */
export const lastMessageOf = ({ id, direction, content, sentAt, receivedAt }: Message): LastMessage => ({
  messageId: id,
  direction,
  ...lineOf(content),
  at: new Date(sentAt),
  receivedAt: new Date(receivedAt)
})

/** What it says, and of which type it is. */
export const lineOf = (content: Content) => ({
  type: content.type,
  preview: oneLine(wordsOf(content) ?? '') || content.type
})

/** A contact's message by its names. */
export const receivedOf = ({ id, providerMessageId = id, sentAt, receivedAt }: Message): Received => ({
  messageId: id,
  providerMessageId,
  at: new Date(sentAt),
  receivedAt: new Date(receivedAt)
})

/** The one that stands below the other, as messages are ordered. */
export function laterOf<Line extends Pick<LastMessage, 'at' | 'receivedAt'>>(a: Line | undefined, b: Line): Line {
  if (!a) return b
  const [sent, received] = [a.at.getTime() - b.at.getTime(), Number(a.receivedAt ?? 0) - Number(b.receivedAt ?? 0)]
  return sent > 0 || (sent === 0 && received > 0) ? a : b
}

const wordsOf = (content: Content): string | undefined =>
  NAMELESS.includes(content.type) ? (content as { caption?: string }).caption : textOf(content)

const oneLine = (text: string) => [...plainLine(text.replace(/\s+/g, ' '))].slice(0, LENGTH).join('')
