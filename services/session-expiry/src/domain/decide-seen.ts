import type { Decided, Seen, SessionWindow } from './session-window.ts'

/**
 * What an event about a conversation does to its window; undefined = nothing. A running timer is only ever moved
 * earlier: what ends later, or no longer matters, is found out when it is due. So a message costs no write, and events
 * may come late, twice or in any order.
 */
export function decideSeen(window: SessionWindow | undefined, seen: Seen, now: Date): Decided | undefined {
  const { conversationId, version: conversationVersion, live, expiresAt } = seen
  if (window && conversationVersion <= window.conversationVersion) return undefined
  const opened = (at: Date): Decided => ({
    next: { conversationId, conversationVersion, state: 'armed', expiresAt: at, dueAt: at },
    event: 'opened'
  })
  if (!live || !expiresAt) {
    if (window?.state !== 'expired') return undefined
    return { next: { conversationId, conversationVersion, state: 'ended', expiresAt: window.expiresAt, endedAt: now } }
  }
  if (!window || window.state === 'ended') return opened(expiresAt)
  if (window.state === 'expired') return expiresAt > window.expiresAt ? opened(expiresAt) : undefined
  return expiresAt < window.dueAt
    ? { next: { ...window, conversationVersion, expiresAt, dueAt: expiresAt } }
    : undefined
}
