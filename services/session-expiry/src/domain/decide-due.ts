import type { ConversationUpdate } from './conversation-update.ts'
import { armed, type Decided, type Leads, type SessionWindow } from './session-window.ts'

/**
 * What becomes of a window whose timer is due, given its conversation as the queue has it now (undefined = it has
 * none); undefined = nothing, because another process was faster. The warning of an approaching end is published once
 * per end. An expiry is published every `confirmMs` until the queue, whose clock may be behind ours, has acted on it.
 */
export function decideDue(
  window: SessionWindow,
  conversation: ConversationUpdate | undefined,
  now: Date,
  { soonMs, confirmMs }: Leads
): Decided | undefined {
  if (window.state === 'ended' || window.dueAt > now) return undefined
  const { conversationId, expiresAt: before } = window
  const base = { conversationId, conversationVersion: conversation?.version ?? window.conversationVersion }
  const expiresAt = conversation?.live ? conversation.expiresAt : undefined
  if (!conversation || !expiresAt) return { next: { ...base, state: 'ended', expiresAt: before, endedAt: now } }
  if (expiresAt <= now) {
    const dueAt = new Date(now.getTime() + confirmMs)
    return { next: { ...base, state: 'expired', expiresAt, dueAt }, event: 'expired' }
  }
  const next = armed({ ...base, expiresAt }, soonMs)
  if (window.state === 'expired') return { next, event: 'opened' }
  if (expiresAt.getTime() !== before.getTime()) return { next, event: 'extended' }
  if (next.dueAt > now) return { next }
  const told = { ...next, dueAt: expiresAt, soonTold: true }
  return window.soonTold ? { next: told } : { next: told, event: 'expiresSoon', conversation }
}
