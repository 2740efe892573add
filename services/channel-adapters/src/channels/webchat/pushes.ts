import type {
  ConversationSummary,
  DataOf,
  Message,
  messageChanged,
  messageStatusChanged,
  Transition,
  VisitorServerEvents
} from '@inbox/contracts'
import type { Visitor } from './visitor.ts'
import { answering, asked, seenBy, toldStatus } from './visitor-view.ts'

export const visitorRoom = ({ channelId, id }: Pick<Visitor, 'channelId' | 'id'>): string =>
  `visitor ${channelId} ${id}`
/** For what is told of a conversation without its contact. */
export const conversationRoom = (id: string): string => `conversation ${id}`

/** What the sockets in a room are told. */
export type VisitorPush = {
  [Name in keyof VisitorServerEvents]: { room: string; event: Name; payload: VisitorServerEvents[Name] }
}[keyof VisitorServerEvents]

const roomOf = ({ channel, contact }: ConversationSummary) =>
  visitorRoom({ channelId: channel.id, id: contact.externalId })

export const messagePush = (conversation: ConversationSummary, message: Message): VisitorPush => ({
  room: roomOf(conversation),
  event: 'message',
  payload: seenBy(conversation.contact.externalId, message)
})

/** A step of a conversation, as far as it concerns who waits at the other end. */
export function stepPush(conversation: ConversationSummary, { from, to, at }: Transition): VisitorPush {
  const room = roomOf(conversation)
  if (to === 'closed')
    return { room, event: 'closed', payload: { conversationId: conversation.id, ...asked(conversation, new Date(at)) } }
  if (to === 'inactive' && from !== 'inactive') return { room, event: 'unattended', payload: {} }
  // while it is on offer to somebody else nothing changes for them
  const stillAway = from === 'pending' && to === 'offered' && conversation.agent !== undefined
  return { room, event: 'agent', payload: { ...answering(conversation), ...(stillAway && { away: true }) } }
}

/** What our side thinks of a message, once it leaves: whatever else changes of it is not of visitors. */
export function reactionPush({ message }: DataOf<typeof messageChanged>): VisitorPush | undefined {
  const { id: messageId, conversationId, ourReaction } = message
  if (ourReaction?.status !== 'queued') return undefined
  const { emoji } = ourReaction
  const payload = { messageId, ...(emoji !== undefined && { emoji }) }
  return { room: conversationRoom(conversationId), event: 'reaction', payload }
}

export function statusPush({ message }: DataOf<typeof messageStatusChanged>): VisitorPush | undefined {
  const status = toldStatus(message)
  const room = conversationRoom(message.conversationId)
  return status && { room, event: 'status', payload: { messageId: message.id, status } }
}
