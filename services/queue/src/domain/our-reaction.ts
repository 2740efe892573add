import type { Message, OurReaction } from '@inbox/contracts'
import { type DeliveryReport, isUndelivered, reported } from './delivery-status.ts'

type Reacted = Pick<Message, 'ourReaction'>
type Given = Pick<OurReaction, 'author' | 'at'> & {
  emoji?: string | undefined
  /** How many times our side had reacted when the caller saw it. */
  seen?: number | undefined
}

/**
 * Applies or removes our side's reaction. Nothing changes if it is the same and not undelivered, or if the caller had
 * not seen the latest one.
 */
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

/** Applies a channel's report about one of our reactions; ignored if that reaction has been replaced since. */
export const reactionReported = <M extends Reacted>(message: M, times: number, report: DeliveryReport): M =>
  message.ourReaction?.times === times ? { ...message, ourReaction: reported(message.ourReaction, report) } : message

const REACTION = /^(.+)\.reaction-(\d+)$/

/** The id under which channels know our side's n-th reaction to a message. */
export const reactionIdOf = (messageId: string, times: number): string => `${messageId}.reaction-${times}`

/** The message id and number in such an id, if it is one. */
export function reactionIn(id: string): { messageId: string; times: number } | undefined {
  const [, messageId, times] = REACTION.exec(id) ?? []
  return messageId === undefined ? undefined : { messageId, times: Number(times) }
}
