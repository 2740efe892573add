import type { Content, Message } from '@inbox/contracts'
import { plainLine } from '@inbox/kernel'
import { withoutMarks } from '@inbox/kernel/rich-text'
import type { LastMessage, Received } from './conversation.ts'
import { textOf } from './search-terms.ts'

const LENGTH = 120
/** Their file names come from cameras and say nothing. */
const NAMELESS: readonly Content['type'][] = ['image', 'video', 'audio', 'sticker']

/** A message as one line of a list; without text, its type stands for it. */
export const lastMessageOf = (message: Message): LastMessage => ({
  messageId: message.id,
  direction: message.direction,
  ...lineOf(saidIn(message)),
  at: new Date(message.sentAt),
  receivedAt: new Date(message.receivedAt)
})

/** Of a mail, only what its readers have not seen before, without our markup for bold words and links. */
function saidIn({ direction, content, mail }: Message): Content {
  if (!mail || content.type !== 'text') return content
  const said = content.text.slice(0, mail.foldAt)
  return { ...content, text: direction === 'outbound' ? withoutMarks(said) : said }
}

/** What it says, and its type. */
export const lineOf = (content: Content) => ({
  type: content.type,
  preview: oneLine(wordsOf(content) ?? '') || content.type
})

/** A contact's message by our id and the provider's. */
export const receivedOf = ({ id, providerMessageId = id, sentAt, receivedAt }: Message): Received => ({
  messageId: id,
  providerMessageId,
  at: new Date(sentAt),
  receivedAt: new Date(receivedAt)
})

/** The later of two, in the order of messages. */
export function laterOf<Line extends Pick<LastMessage, 'at' | 'receivedAt'>>(a: Line | undefined, b: Line): Line {
  if (!a) return b
  const [sent, received] = [a.at.getTime() - b.at.getTime(), Number(a.receivedAt ?? 0) - Number(b.receivedAt ?? 0)]
  return sent > 0 || (sent === 0 && received > 0) ? a : b
}

const wordsOf = (content: Content): string | undefined =>
  NAMELESS.includes(content.type) ? (content as { caption?: string }).caption : textOf(content)

const oneLine = (text: string) => [...plainLine(text.replace(/\s+/g, ' '))].slice(0, LENGTH).join('')
