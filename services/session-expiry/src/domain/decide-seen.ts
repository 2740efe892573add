import type { ConversationUpdate } from './conversation-update.ts'
import { armed, type Decided, type Leads, type SessionWindow } from './session-window.ts'

/**
 * What an event about a conversation does to its window; undefined = nothing. A running timer is only ever moved
 * earlier: a later end, or that the window no longer matters, is noticed once it is due. So a message costs no write,
 * and events may be late, duplicated or in any order.
 */
export function decideSeen(
  window: SessionWindow | undefined,
  seen: ConversationUpdate,
  now: Date,
  { soonMs }: Pick<Leads, 'soonMs'>
): Decided | undefined {
  const { conversationId, version: conversationVersion, live, expiresAt } = seen
  if (window && conversationVersion <= window.conversationVersion) return undefined
  const base = { conversationId, conversationVersion }
  const opened = (at: Date): Decided => ({ next: armed({ ...base, expiresAt: at }, soonMs), event: 'opened' })
  if (!live || !expiresAt) {
    if (window?.state !== 'expired') return undefined
    return { next: { ...base, state: 'ended', expiresAt: window.expiresAt, endedAt: now } }
  }
  if (!window || window.state === 'ended') return opened(expiresAt)
  if (window.state === 'expired') return expiresAt > window.expiresAt ? opened(expiresAt) : undefined
  if (expiresAt >= window.expiresAt) return undefined
  const earlier = armed({ ...base, expiresAt }, soonMs)
  const next = window.soonTold ? { ...earlier, dueAt: expiresAt, soonTold: true } : earlier
  return next.dueAt < window.dueAt ? { next } : undefined
}
