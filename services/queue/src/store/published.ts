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
  type Envelope,
  type MessageType,
  mediaElsewhere,
  mediaNamed,
  mediaReleased,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  messagesErased,
  positionTold,
  type Transition
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

/** An event as it is told to others: the decision behind an offer is kept in the history, and told by whoever took it. */
export function toldOf(envelope: Envelope): Envelope {
  const { transition } = envelope.data as { transition?: Transition }
  if (!transition?.decision) return envelope
  const { decision: _, ...told } = transition
  return { ...envelope, data: { ...(envelope.data as object), transition: told } }
}
