import type { ConversationSummary, RoutedConversation } from '@inbox/contracts'
import {
  agentOf,
  arrivalOf,
  type Conversation,
  type LastMessage,
  offerOf,
  parkedUntilOf,
  type Ratable,
  shownAgent
} from './conversation.ts'

const at = (date: Date) => date.toISOString()

/** A conversation as everybody outside sees it. */
export function summaryOf(conversation: Conversation): ConversationSummary {
  const {
    id,
    referenceNumber,
    version,
    status,
    contact,
    thread,
    departmentId,
    startedAt,
    window,
    unread,
    undelivered,
    lastMessage,
    tags,
    channel
  } = conversation
  const agent = agentOf(conversation)
  const offer = offerOf(conversation)
  const parkedUntil = parkedUntilOf(conversation)
  return {
    id,
    referenceNumber,
    protocol: referenceNumber,
    version,
    status,
    ...('reason' in conversation && conversation.reason && { reason: conversation.reason }),
    ...(parkedUntil && { parkedUntil }),
    channel: { id: channel.id, kind: channel.kind, name: channel.name },
    contact,
    ...(thread && { thread }),
    departmentId,
    ...(agent && { agent: shownAgent(agent) }),
    ...(offer && {
      offer: {
        id: offer.id,
        agentId: offer.agentId,
        kind: offer.kind,
        ...(offer.expiresAt && { expiresAt: at(offer.expiresAt) })
      }
    }),
    ...(conversation.ownPriority !== undefined && { ownPriority: conversation.ownPriority }),
    arrivedAt: at(arrivalOf(conversation)),
    enqueuedAt: at(conversation.enqueuedAt),
    priority: conversation.priority,
    statusSince: at(conversation.statusSince),
    ...(startedAt && { startedAt: at(startedAt) }),
    ...(conversation.status === 'closed' && { closedAt: at(conversation.closedAt) }),
    ...(window && { window: { expiresAt: at(window.expiresAt) } }),
    ...(conversation.status !== 'closed' && awaitsContact(conversation) && { awaitsContact: true }),
    unread,
    ...(undelivered && { undelivered }),
    ...(lastMessage && { lastMessage: lastMessageOf(lastMessage) }),
    tags,
    ...(conversation.context && { context: conversation.context }),
    ...(conversation.previousConversationId && { previousConversationId: conversation.previousConversationId }),
    ...(conversation.rating && { rating: conversation.rating }),
    ...('ratable' in conversation && conversation.ratable && { ratable: ratableOf(conversation.ratable) }),
    ...(conversation.continuedIn && { continuedIn: conversation.continuedIn })
  }
}

const ratableOf = ({ until, ...more }: Ratable) => ({ until: at(until), ...more })

const awaitsContact = ({ channel, window }: Conversation) => channel.session.kind === 'window' && !window

const lastMessageOf = ({ messageId, receivedAt, at: sentAt, ...message }: LastMessage) => ({
  ...message,
  at: at(sentAt)
})

/** The summary plus what distribution needs. */
export const routedOf = (conversation: Conversation): RoutedConversation => ({
  ...summaryOf(conversation),
  routing: {
    priority: conversation.priority,
    offerNumber: conversation.offerNumber,
    excludedAgentIds: conversation.excludedAgentIds,
    ...(conversation.preferredAgentId && { preferredAgentId: conversation.preferredAgentId }),
    ...(conversation.botsTurn && { botsTurn: true }),
    ...(conversation.lastAgentId && { lastAgentId: conversation.lastAgentId }),
    ...(conversation.waitingSince && { waitingSince: at(conversation.waitingSince) }),
    ...(conversation.offerEndedAt && { offerEndedAt: at(conversation.offerEndedAt) }),
    ...(conversation.toldPosition && {
      toldPosition: { position: conversation.toldPosition.position, at: at(conversation.toldPosition.at) }
    })
  }
})
