import { ok } from '@inbox/kernel'
import type { Conversation } from './conversation.ts'
import { type Decided, unchanged } from './decision.ts'
import { noticeOf } from './notice.ts'
import { mayWrite } from './session-window.ts'

/** Tells a contact who waits their place in the queue. */
export interface TellPosition {
  type: 'tellPosition'
  position: number
  departmentId: string
  messageId: string
  text: string
  /** Never sooner than this after the last time. */
  everyMs: number
}

/** What comes late, twice or too soon, or is known to the contact, is no fault: it changes nothing. */
export function decideTellPosition(command: TellPosition, conversation: Conversation, now: Date): Decided {
  const { position, departmentId, messageId, text, everyMs } = command
  const { toldPosition: told } = conversation
  const waits = conversation.status === 'queued' && conversation.departmentId === departmentId
  const tooSoon = told !== undefined && now.getTime() - told.at.getTime() < everyMs
  if (!waits || !mayWrite(conversation, now) || tooSoon || told?.position === position) return ok(unchanged)
  return ok({
    next: { ...conversation, toldPosition: { position, at: now } },
    notice: noticeOf(messageId, conversation.id, text, now),
    positionTold: position
  })
}
