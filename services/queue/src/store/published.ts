import {
  accessAudited,
  contactChanged,
  contactErased,
  conversationEvents,
  conversationNoted,
  conversationPrioritized,
  conversationRated,
  conversationUpdated,
  deliveryRequested,
  type MessageType,
  mediaElsewhere,
  mediaNamed,
  mediaReleased,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  messagesErased,
  positionTold
} from '@inbox/contracts'

/** Everything that the queue's outboxes may hold, and what it publishes without one. */
export const published: MessageType[] = [
  ...conversationEvents,
  conversationUpdated,
  contactChanged,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  mediaNamed,
  mediaElsewhere,
  deliveryRequested,
  conversationNoted,
  conversationPrioritized,
  conversationRated,
  positionTold,
  mediaReleased,
  contactErased,
  messagesErased,
  accessAudited
]
