import {
  conversationEvents,
  conversationNoted,
  conversationPrioritized,
  conversationUpdated,
  deliveryRequested,
  type MessageType,
  mediaElsewhere,
  mediaNamed,
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
  mediaNamed,
  mediaElsewhere,
  deliveryRequested,
  conversationNoted,
  conversationPrioritized,
  positionTold
]
