import type { Conversation } from './conversation.ts'
import type { Decision } from './decision.ts'
import { noticeOf } from './notice.ts'
import { isOpen } from './session-window.ts'

/** The closed department that a contact wrote to, and what it tells them. */
export interface OutOfHours {
  departmentId: string
  text: string
  messageId: string
  /** When it opens; missing = never. */
  opensAt?: Date
}

/** Adds the out-of-hours message, unless somebody serves the contact, a bot comes first, or they were told already. */
export function tellOutOfHours(decision: Decision, closed: OutOfHours | undefined, now: Date): Decision {
  const { next } = decision
  if (!closed || !waitsForSomebody(next) || !isOpen(next.window, now) || isTold(next.toldClosed, closed, now))
    return decision
  const { departmentId, messageId, text, opensAt } = closed
  return {
    ...decision,
    next: { ...next, toldClosed: { departmentId, ...(opensAt && { until: opensAt }) } },
    notice: noticeOf(messageId, next.id, [...saidBy(decision), text].join('\n\n'), now)
  }
}

/** What the contact is told already; the message continues it. */
const saidBy = ({ notice }: Decision): string[] => (notice?.content.type === 'text' ? [notice.content.text] : [])

const waitsForSomebody = (conversation: Conversation): boolean =>
  (conversation.status === 'queued' && !conversation.botsTurn) ||
  (conversation.status === 'inactive' && conversation.reason === 'unattended')

const isTold = (told: Conversation['toldClosed'], { departmentId }: OutOfHours, now: Date): boolean =>
  told?.departmentId === departmentId && (told.until === undefined || now < told.until)
