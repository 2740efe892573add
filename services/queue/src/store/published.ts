import {
  conversationEvents,
  conversationNoted,
  conversationPrioritized,
  conversationUpdated,
  deliveryRequested,
  type MessageType,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  positionTold
} from '@inbox/contracts'

/** Everything that the queue's outboxes may hold. */
export const published: MessageType[] = [
  ...conversationEvents,
  conversationUpdated,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  deliveryRequested,
  conversationNoted,
  conversationPrioritized,
  positionTold
]
