import type {
  Agent,
  ConversationSummary,
  channelHealthChanged,
  conversationContactTyping,
  conversationNoted,
  conversationTyping,
  DataOf,
  messageAppended,
  messageChanged,
  messageStatusChanged,
  Presence,
  positionTold,
  RoutedConversation,
  ServerEvents,
  Transition,
  windowExpiresSoon,
  workMoved
} from '@inbox/contracts'
import { agentRoom, departmentRoom, type Room, roomsSeeing, roomsSeeingPresence } from './visibility.ts'

/** Something to send to all sockets in these rooms. */
export type Push = {
  [Name in keyof ServerEvents]: { event: Name; rooms: Room[]; payload: ServerEvents[Name] }
}[keyof ServerEvents]

const summaryOf = ({ routing: _, ...summary }: RoutedConversation): ConversationSummary => summary

/** A changed conversation, for all who may see it, and once for those who no longer may: they see it leave. */
export const conversationPush = (conversation: RoutedConversation, leaving: Room[] = []): Push => ({
  event: 'conversation',
  rooms: [...roomsSeeing(conversation), ...leaving],
  payload: summaryOf(conversation)
})

/** What sockets are sent about a step in a conversation's life. */
export function transitionPushes(conversation: RoutedConversation, transition: Transition): Push[] {
  const { previousAgentId, previousDepartmentId } = transition
  const leaving = [
    ...(previousAgentId ? [agentRoom(previousAgentId)] : []),
    ...(previousDepartmentId ? [departmentRoom(previousDepartmentId)] : [])
  ]
  return [
    conversationPush(conversation, leaving),
    ...offerPushes(conversation),
    ...revocationPushes(conversation, transition)
  ]
}

function offerPushes(conversation: RoutedConversation): Push[] {
  if (conversation.status !== 'offered' || !conversation.offer) return []
  const rooms = [agentRoom(conversation.offer.agentId)]
  return [{ event: 'offer', rooms, payload: summaryOf(conversation) }]
}

function revocationPushes(conversation: RoutedConversation, transition: Transition): Push[] {
  const { from, offerId, previousAgentId, cause, actor } = transition
  if (from !== 'offered' || cause === 'accepted' || !offerId || !previousAgentId) return []
  return [
    {
      event: 'offer.revoked',
      rooms: [agentRoom(previousAgentId)],
      payload: {
        conversationId: conversation.id,
        offerId,
        reason: cause,
        ...(actor.kind === 'agent' && { by: actor })
      }
    }
  ]
}

export const messagePushes = ({ conversation, message }: DataOf<typeof messageAppended>): Push[] => [
  conversationPush(conversation),
  { event: 'message', rooms: roomsSeeing(conversation), payload: { conversationId: conversation.id, message } }
]

export const messageStatusPush = ({ message, ...around }: DataOf<typeof messageStatusChanged>): Push => ({
  event: 'message',
  rooms: roomsAround(around),
  payload: { conversationId: message.conversationId, message }
})

export const messageChangedPush = ({ message, ...around }: DataOf<typeof messageChanged>): Push => ({
  event: 'message.changed',
  rooms: roomsAround(around),
  payload: { conversationId: message.conversationId, message }
})

export const notePush = ({ note, ...around }: DataOf<typeof conversationNoted>): Push => ({
  event: 'note',
  rooms: roomsAround(around),
  payload: { conversationId: note.conversationId, note }
})

export const contactTypingPush = (data: DataOf<typeof conversationContactTyping>): Push => ({
  event: 'contact.typing',
  rooms: roomsAround(data),
  payload: { conversationId: data.conversationId, typing: data.typing }
})

export const typingPush = ({ conversationId, agent, typing, ...around }: DataOf<typeof conversationTyping>): Push => ({
  event: 'typing',
  rooms: roomsAround(around),
  payload: { conversationId, agent, typing }
})

export const expiresSoonPush = ({ conversationId, expiresAt, ...around }: DataOf<typeof windowExpiresSoon>): Push => ({
  event: 'window.expiresSoon',
  rooms: roomsAround(around),
  payload: { conversationId, expiresAt }
})

export const positionPush = (told: DataOf<typeof positionTold>): Push => ({
  event: 'queue.position',
  rooms: roomsAround(told),
  payload: told
})

const roomsAround = ({ departmentId, agentId }: { departmentId: string; agentId?: string | undefined }): Room[] => [
  departmentRoom(departmentId),
  'supervisors',
  ...(agentId ? [agentRoom(agentId)] : [])
]

export const channelHealthPush = ({
  channelId,
  departmentId,
  side,
  state,
  since
}: DataOf<typeof channelHealthChanged>): Push => ({
  event: 'channel.health',
  rooms: ['supervisors', ...(departmentId === undefined ? [] : [departmentRoom(departmentId)])],
  payload: { channelId, ...(side && { side }), state, since }
})

export const movedPush = (work: DataOf<typeof workMoved>): Push => ({
  event: 'moved',
  rooms: [agentRoom(work.agentId)],
  payload: work
})

export const presencePush = (presence: Presence, agent: Agent | undefined): Push => ({
  event: 'presence',
  rooms: roomsSeeingPresence(presence.agentId, agent),
  payload: presence
})
