import type { ConversationSummary } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { updateOf } from '../domain/conversation-update.ts'
import { decideSeen } from '../domain/decide-seen.ts'
import type { Leads, SessionWindow } from '../domain/session-window.ts'
import type { ChangeWindow } from './change-window.ts'

/** Returns the window as written; undefined if it did not change. */
export type FollowConversation = (
  conversation: ConversationSummary,
  origin: Origin
) => Promise<SessionWindow | undefined>

/** Applies queue's events about a conversation; every event carries the whole window. */
export function createFollowConversation(
  change: ChangeWindow,
  clock: Clock,
  leads: Pick<Leads, 'soonMs'>
): FollowConversation {
  return async (conversation, origin) => {
    const seen = updateOf(conversation)
    const decide = (window: SessionWindow | undefined) => decideSeen(window, seen, clock.now(), leads)
    return (await change(seen.conversationId, decide, origin))?.next
  }
}
