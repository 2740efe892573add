import {
  type ConversationSummary,
  conversationEvents,
  conversationUpdated,
  type Envelope,
  messageAppended
} from '@inbox/contracts'
import { type Consumer, defineConsumer, on } from '@inbox/messaging'
import type { FollowConversation } from '../application/follow-conversation.ts'
import type { DueWindows } from './timers.ts'

/** Everything that wakes session-expiry over the broker: what queue says about conversations. */
export function windowsConsumer(follow: FollowConversation, due: Pick<DueWindows, 'note'>): Consumer {
  const see = async ({ id, correlationId, data }: Envelope<{ conversation: ConversationSummary }>) => {
    const window = await follow(data.conversation, { correlationId, causationId: id })
    if (window) due.note(window)
  }
  return defineConsumer({
    name: 'session-expiry.windows',
    // messages in hand outlive the young generation: with 200, 7,000 instead of 5,000 a second came in, for 70 MB
    prefetch: 50,
    handlers: [...conversationEvents.map(type => on(type, see)), on(conversationUpdated, see), on(messageAppended, see)]
  })
}
