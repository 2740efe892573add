import { ok } from '@inbox/kernel'
import { noticeEveryMs } from '@inbox/kernel/position-notice'
import type { Conversation } from './conversation.ts'
import { type Decided, unchanged } from './decision.ts'
import { noticeOf } from './notice.ts'
import { mayWrite } from './session-window.ts'

/** Tells a waiting contact their place in the queue. */
export interface TellPosition {
  type: 'tellPosition'
  position: number
  /** How long until their turn, if known. */
  estimateSeconds?: number | undefined
  departmentId: string
  messageId: string
  text: string
  /** The minimum interval between notices; some channels use a longer one. */
  everySeconds: number
}

/** An announcement that is late, repeated, too soon or known to the contact is no error: it changes nothing. */
export function decideTellPosition(command: TellPosition, conversation: Conversation, now: Date): Decided {
  const { position, estimateSeconds, departmentId, messageId, text } = command
  const { toldPosition: told } = conversation
  const waits = conversation.status === 'queued' && conversation.departmentId === departmentId
  const tooSoon =
    told !== undefined &&
    now.getTime() - told.at.getTime() < noticeEveryMs(command.everySeconds, conversation.channel.kind)
  if (!waits || !mayWrite(conversation, now) || tooSoon || told?.position === position) return ok(unchanged)
  const place = { position, ...(estimateSeconds !== undefined && { estimateSeconds }) }
  return ok({
    next: { ...conversation, toldPosition: { ...place, at: now } },
    notice: noticeOf(messageId, conversation.id, text, now),
    positionTold: place
  })
}

/** The part of the last told place that still holds: the estimate counts down, and is dropped once it has run out. */
export function placeNow({ status, toldPosition }: Conversation, now: Date) {
  if (status !== 'queued' || !toldPosition) return undefined
  const { position, estimateSeconds = 0, at } = toldPosition
  const left = estimateSeconds - Math.round((now.getTime() - at.getTime()) / 1000)
  return { position, ...(left > 0 && { estimateSeconds: left }) }
}
