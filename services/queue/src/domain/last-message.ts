import type { Content, Message } from '@inbox/contracts'
import type { Conversation } from './conversation.ts'
import { textOf } from './search-terms.ts'

const LENGTH = 120
/** Their names are made by cameras, and say nothing. */
const NAMELESS: readonly Content['type'][] = ['image', 'video', 'audio']

/** A message in one line of a list; what has no words by its type. */
export const lastMessageOf = ({ direction, content, sentAt }: Message): NonNullable<Conversation['lastMessage']> => ({
  direction,
  type: content.type,
  preview: oneLine(wordsOf(content) ?? content.type),
  at: new Date(sentAt)
})

const wordsOf = (content: Content): string | undefined =>
  NAMELESS.includes(content.type) ? (content as { caption?: string }).caption : textOf(content)

const oneLine = (text: string) => [...text.replace(/\s+/g, ' ').trim()].slice(0, LENGTH).join('')
