import {
  conversationEvents,
  conversationNoted,
  conversationPrioritized,
  conversationUpdated,
  deliveryRequested,
  type MessageType,
  messageAppended,
  messageStatusChanged,
  positionTold
} from '@inbox/contracts'

/** Everything that the queue's outboxes may hold. */
export const published: MessageType[] = [
  ...conversationEvents,
  conversationUpdated,
  messageAppended,
  messageStatusChanged,
  deliveryRequested,
  conversationNoted,
  conversationPrioritized,
  positionTold
]
