import type { Message, OurReaction } from '@inbox/contracts'
import { type DeliveryReport, isUndelivered, reported } from './delivery-status.ts'

type Reacted = Pick<Message, 'ourReaction'>
type Given = Pick<OurReaction, 'author' | 'at'> & {
  emoji?: string | undefined
  /** How many times our side had reacted when whoever asks saw it. */
  seen?: number | undefined
}

/** The message after our side reacted to it, or took that back; what it thinks already, unless that did not arrive, or what was asked in view of something older changes nothing. */
export function reactedByUs<M extends Reacted>(message: M, { emoji, author, at, seen }: Given): M {
  const before = message.ourReaction
  const times = before?.times ?? 0
  if (seen !== undefined && seen !== times) return message
  if (before?.emoji === emoji && !isUndelivered(before?.status)) return message
  const formerly = before && (isUndelivered(before.status) ? before.formerly : before.emoji)
  return {
    ...message,
    ourReaction: {
      ...(emoji !== undefined && { emoji }),
      ...(formerly !== undefined && { formerly }),
      author,
      at,
      times: times + 1,
      status: 'queued'
    }
  }
}

/** The message after its channel said what became of one of our side's reactions: what was replaced since then is past. */
export const reactionReported = <M extends Reacted>(message: M, times: number, report: DeliveryReport): M =>
  message.ourReaction?.times === times ? { ...message, ourReaction: reported(message.ourReaction, report) } : message

const REACTION = /^(.+)\.reaction-(\d+)$/

/** What channels are told to call our side's reaction to a message, the n-th one. */
export const reactionIdOf = (messageId: string, times: number): string => `${messageId}.reaction-${times}`

/** The message and the number in such an id, if it is one. */
export function reactionIn(id: string): { messageId: string; times: number } | undefined {
  const [, messageId, times] = REACTION.exec(id) ?? []
  return messageId === undefined ? undefined : { messageId, times: Number(times) }
}
