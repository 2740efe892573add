import type { ConversationSummary } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import type { Origin } from '@inbox/messaging'
import { updateOf } from '../domain/conversation-update.ts'
import { decideSeen } from '../domain/decide-seen.ts'
import type { Leads, SessionWindow } from '../domain/session-window.ts'
import type { ChangeWindow } from './change-window.ts'

/** Answers the window as it was written; undefined if it stays as it was. */
export type FollowConversation = (
  conversation: ConversationSummary,
  origin: Origin
) => Promise<SessionWindow | undefined>

/** Takes in what queue tells of a conversation; every event tells the whole window. */
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
