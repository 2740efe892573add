import type { Message } from '@inbox/contracts'
import type { Conversation } from './conversation.ts'
import { textOf } from './search-terms.ts'

const LENGTH = 120

/** A message in one line of a list; what has no words by its type. */
export const lastMessageOf = ({ direction, content, sentAt }: Message): NonNullable<Conversation['lastMessage']> => ({
  direction,
  type: content.type,
  preview: oneLine(textOf(content) ?? content.type),
  at: new Date(sentAt)
})

const oneLine = (text: string) => [...text.replace(/\s+/g, ' ').trim()].slice(0, LENGTH).join('')
