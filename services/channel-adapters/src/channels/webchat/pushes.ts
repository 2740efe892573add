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
/** For events about a conversation that do not name its contact. */
export const conversationRoom = (id: string): string => `conversation ${id}`

/** What the sockets in a room are sent. */
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

/** A step of a conversation, as far as it concerns the visitor who waits. */
export function stepPush(conversation: ConversationSummary, { from, to, at }: Transition): VisitorPush {
  const room = roomOf(conversation)
  if (to === 'closed')
    return { room, event: 'closed', payload: { conversationId: conversation.id, ...asked(conversation, new Date(at)) } }
  if (to === 'inactive' && from !== 'inactive') return { room, event: 'unattended', payload: {} }
  // while it is on offer to another agent, nothing changes for them
  const stillAway = from === 'pending' && to === 'offered' && conversation.agent !== undefined
  return { room, event: 'agent', payload: { ...answering(conversation), ...(stillAway && { away: true }) } }
}

/** Our side's reaction to a message, once it is sent; other changes do not concern visitors. */
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
