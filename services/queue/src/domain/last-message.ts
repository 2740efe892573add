import type { Content, Message } from '@inbox/contracts'
import { plainLine } from '@inbox/kernel'
import { withoutMarks } from '@inbox/kernel/rich-text'
import type { LastMessage, Received } from './conversation.ts'
import { textOf } from './search-terms.ts'

const LENGTH = 120
/** Their names are made by cameras, and say nothing. */
const NAMELESS: readonly Content['type'][] = ['image', 'video', 'audio', 'sticker']

/** A message in one line of a list; what has no words by its type. */
export const lastMessageOf = (message: Message): LastMessage => ({
  messageId: message.id,
  direction: message.direction,
  ...lineOf(saidIn(message)),
  at: new Date(message.sentAt),
  receivedAt: new Date(message.receivedAt)
})

/** Of a mail, what its readers have not seen before, without the marks that we write for bold words and links. */
function saidIn({ direction, content, mail }: Message): Content {
  if (!mail || content.type !== 'text') return content
  const said = content.text.slice(0, mail.foldAt)
  return { ...content, text: direction === 'outbound' ? withoutMarks(said) : said }
}

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
