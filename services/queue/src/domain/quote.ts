import type { Message, Quoted } from '@inbox/contracts'
import { lineOf } from './last-message.ts'

/** A message as shown in messages that answer it. */
export function quotedOf({ direction, author, content }: Pick<Message, 'direction' | 'author' | 'content'>): Quoted {
  return { direction, ...(author.name !== undefined && { author: author.name }), ...lineOf(content) }
}
