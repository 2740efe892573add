import type { Message, Quoted } from '@inbox/contracts'
import { summaryOf } from '../../../ui/summary-of.ts'

/** A message as shown in others that answer it. */
export interface Quote {
  author?: string | undefined
  said: Pick<Quoted, 'type' | 'preview'>
}

export const quoteOf = ({ author, content }: Pick<Message, 'author' | 'content'>): Quote => ({
  author: author.name,
  said: summaryOf(content)
})

/** What a message quotes: as in the feed, or else as sent by the server; undefined if not known. */
export function quoteIn({ replyTo }: Pick<Message, 'replyTo'>, target: Message | undefined): Quote | undefined {
  if (target) return quoteOf(target)
  const quoted = replyTo?.quoted
  return quoted && { author: quoted.author, said: quoted }
}

/**
 * The message before or after `from` among those that can be answered; without `from` the last; undefined past the
 * ends.
 */
export function stepped(messages: readonly Message[], from: string | undefined, by: 1 | -1): Message | undefined {
  const answerable = messages.filter(({ content }) => content.type !== 'revoked')
  if (from === undefined) return by < 0 ? answerable.at(-1) : undefined
  const at = answerable.findIndex(({ id }) => id === from)
  return at < 0 ? answerable.at(-1) : answerable[Math.max(0, at + by)]
}

export function quoteOfComposed(messages: readonly Message[], id: string): Quote | undefined {
  const target = messages.find(message => message.id === id)
  return target && quoteOf(target)
}
