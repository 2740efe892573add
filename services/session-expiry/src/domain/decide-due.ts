import type { Decided, Seen, SessionWindow } from './session-window.ts'

/**
 * What becomes of a window whose timer is due, given its conversation as the queue has it now (undefined = it has none);
 * undefined = nothing, because another process was faster. An expiry is told again every `confirmMs` until the queue,
 * whose clock may be behind ours, has acted on it.
 */
export function decideDue(
  window: SessionWindow,
  conversation: Seen | undefined,
  now: Date,
  confirmMs: number
): Decided | undefined {
  if (window.state === 'ended' || window.dueAt > now) return undefined
  const { conversationId, expiresAt: before } = window
  const base = { conversationId, conversationVersion: conversation?.version ?? window.conversationVersion }
  const expiresAt = conversation?.live ? conversation.expiresAt : undefined
  if (!expiresAt) return { next: { ...base, state: 'ended', expiresAt: before, endedAt: now } }
  if (expiresAt > now) {
    const event = window.state === 'expired' ? 'opened' : 'extended'
    return { next: { ...base, state: 'armed', expiresAt, dueAt: expiresAt }, event }
  }
  return {
    next: { ...base, state: 'expired', expiresAt, dueAt: new Date(now.getTime() + confirmMs) },
    event: 'expired'
  }
}
