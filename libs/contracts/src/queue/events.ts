import { z } from 'zod'
import { deliveredContent } from '../content.ts'
import { auditEntry } from '../directory/audit.ts'
import { channelRef } from '../directory/channel.ts'
import { decisionRecord } from '../distribution/events.ts'
import { mail } from '../mail.ts'
import { event } from '../message-type.ts'
import { id, instant, url } from '../primitives.ts'
import { thread } from '../thread.ts'
import {
  actor,
  agentRef,
  contactRef,
  conversationStatus,
  currentState,
  handOverContext,
  parkedUntil,
  rating,
  routedConversation
} from './conversation.ts'
import { message } from './message.ts'
import { internalNote } from './note.ts'

/** Why a step was taken. */
export const transitionCause = z.enum([
  ...(['contactWrote', 'unattended', 'windowExpired', 'refusedByProvider', 'reinstated'] as const),
  ...([
    'automatic',
    'assigned',
    'transfer',
    'accepted',
    'picked',
    'resumed',
    'parked',
    'returned',
    'contacted'
  ] as const),
  ...(['declined', 'deadline', 'cancelled', 'agentLost', 'loggedOut', 'agentDeactivated', 'transferFailed'] as const),
  ...(['notAvailable', 'notMember', 'limitLowered', 'overflow', 'departmentEnded', 'parkEnded', 'botSilent'] as const),
  ...(['closed', 'dismissed', 'superseded', 'visitorLeft', 'answeredElsewhere', 'merged'] as const)
])
export type TransitionCause = z.infer<typeof transitionCause>

/** One step in a conversation's life. `rule` is its number in the table of transitions (T1 to T24). */
export const transition = z.object({
  rule: z.string().regex(/^T\d{1,2}$/),
  from: conversationStatus.nullable(),
  to: conversationStatus,
  /** One of `transitionCause`; for older closings, their reason. */
  cause: z.string(),
  /** Why it was closed, as stated by whoever closed it. */
  reason: z.string().optional(),
  actor,
  at: instant,
  note: z.string().optional(),
  /** For a parked conversation: when it returns by itself. */
  until: parkedUntil.optional(),
  context: handOverContext.optional(),
  /** Whether the agent it counts for, who had it or gets it, is a bot. */
  bot: z.boolean().optional(),
  offerId: id.optional(),
  /** The agent who previously had the conversation or the offer. */
  previousAgentId: id.optional(),
  /** The agent it is offered to. */
  toAgentId: id.optional(),
  /** The departments that this step moved the conversation from and to. */
  previousDepartmentId: id.optional(),
  toDepartmentId: id.optional(),
  decision: decisionRecord.optional(),
  /** How long the previous status had lasted. */
  lastedMs: z.number().nonnegative().optional(),
  /** For the first start, or an end without any: the time since the contact's first message. */
  waitedMs: z.number().nonnegative().optional(),
  /** For the end of a conversation that was served: its total time in Ongoing. */
  handledMs: z.number().nonnegative().optional()
})
export type Transition = z.infer<typeof transition>

/** Told without the decision, which names a whole department: `offer.decided` tells it, and histories have it. */
const step = z.object({ conversation: routedConversation, transition: transition.omit({ decision: true }) })
const transitionEvent = <Type extends string>(type: Type, summary: string) => event('queue', type, step, { summary })

export const conversationQueued = transitionEvent(
  'conversation.queued',
  'Waiting in Queue (T1, T7, T9, T11, T14, T21, T24)'
)
export const conversationOffered = transitionEvent('conversation.offered', 'Offered to one agent (T3, T5, T18)')
export const conversationStarted = transitionEvent(
  'conversation.started',
  'Ongoing: accepted, or started by an agent (T4, T6, T19, T20, T23)'
)
export const conversationParked = transitionEvent('conversation.parked', 'Parked in My Inbox (T8, T20)')
export const conversationResumed = transitionEvent('conversation.resumed', 'Resumed (T10, T24)')
export const conversationInactivated = transitionEvent(
  'conversation.inactivated',
  'Can no longer be answered (T2, T12, T13)'
)
export const conversationClosed = transitionEvent('conversation.closed', 'Ended (T15, T16, T17, T22)')
export const conversationEvents = [
  conversationQueued,
  conversationOffered,
  conversationStarted,
  conversationParked,
  conversationResumed,
  conversationInactivated,
  conversationClosed
] as const
export type ConversationEventType = (typeof conversationEvents)[number]['type']

export const conversationUpdated = event(
  'queue',
  'conversation.updated',
  z.object({ conversation: routedConversation }),
  {
    summary: 'Changed without a transition: read marker, tags, contact, window'
  }
)
/** Says nothing of closed conversations, which keep what was known. */
export const contactChanged = event(
  'queue',
  'contact.changed',
  z.object({ conversationId: id, channel: channelRef, contact: contactRef }),
  {
    summary: "A contact's details have changed; published for each open conversation with them",
    mandatory: false
  }
)
export const conversationPrioritized = event(
  'queue',
  'conversation.prioritized',
  z.object({ conversation: routedConversation, from: z.int(), to: z.int(), actor, at: instant }),
  { summary: 'The priority of a conversation in the queue was changed' }
)
export const conversationRated = event(
  'queue',
  'conversation.rated',
  z.object({ conversation: routedConversation, rating }),
  {
    summary: 'A contact rated a closed conversation',
    mandatory: false
  }
)
export const messageAppended = event(
  'queue',
  'message.appended',
  z.object({ conversation: routedConversation, message }),
  {
    summary: 'A message was added to its conversation'
  }
)
/** Determines who may see an event about a conversation that does not contain all of it. */
const around = { departmentId: id, agentId: id.optional() }
export const messageStatusChanged = event('queue', 'message.statusChanged', z.object({ message, ...around }), {
  summary: 'The delivery status of an outbound message advanced',
  mandatory: false
})
export const messageChanged = event('queue', 'message.changed', z.object({ message, ...around }), {
  summary: 'Somebody reacted to a message, or its contact edited or deleted it; without its former content',
  mandatory: false
})
export const conversationNoted = event('queue', 'conversation.noted', z.object({ note: internalNote, ...around }), {
  summary: 'An agent left an internal note',
  mandatory: false
})
export const conversationTyping = event(
  'queue',
  'conversation.typing',
  z.object({ conversationId: id, agent: agentRef, typing: z.boolean(), ...around }),
  { summary: 'An agent is typing, or has stopped', mandatory: false }
)

export const conversationAttended = event(
  'queue',
  'conversation.attended',
  z.object({
    conversationId: id,
    channel: channelRef,
    what: z.enum(['read', 'typing']),
    /** The contact's latest message. */
    latestReceived: z.object({ messageId: id, providerMessageId: id })
  }),
  {
    summary: 'The agent has read everything, or is typing, where contacts can see that; useless later',
    mandatory: false,
    partOf: ({ channel }) => channel.kind
  }
)

export const conversationContactTyping = event(
  'queue',
  'conversation.contactTyping',
  z.object({ conversationId: id, typing: z.boolean(), ...around }),
  { summary: 'The contact is typing, or has stopped', mandatory: false }
)

export const positionTold = event(
  'queue',
  'conversation.positionTold',
  z.object({
    conversationId: id,
    departmentId: id,
    position: z.int().positive(),
    estimateSeconds: z.int().nonnegative().optional(),
    at: instant
  }),
  { summary: 'A waiting contact was told their position in the queue', mandatory: false }
)

export const offerRefused = event(
  'queue',
  'offer.refused',
  z.object({ conversationId: id, agentId: id, offerId: id, code: z.string(), current: currentState.optional() }),
  { summary: 'An offer command was refused; the current state corrects what the sender knows', mandatory: false }
)

/** After a demotion: what the agent no longer has in Ongoing. */
export const workMoved = event(
  'queue',
  'agent.workMoved',
  z.object({
    agentId: id,
    cause: z.string(),
    at: instant,
    moved: z.array(z.object({ conversationId: id, from: conversationStatus, to: conversationStatus }))
  }),
  { summary: 'The work an agent lost through a lost connection or a logout', mandatory: false }
)

/** Presence and directory report agents to queue; requests to queue may be faster than that. */
export const agentUpdated = event('queue', 'agent.updated', z.object({ agentId: id }), {
  summary: 'Queue has applied what presence or directory last published about an agent',
  mandatory: false
})

/** Asks the channel to deliver; in order per conversation. Nothing may leave at or after `window.expiresAt`. */
export const deliveryRequested = event(
  'queue',
  'delivery.requested',
  z.object({
    messageId: id,
    conversationId: id,
    channel: channelRef,
    contact: contactRef,
    thread: thread.optional(),
    /** Without an id nobody wrote it: it is a notice. `bot`: a program wrote it. */
    author: actor.omit({ kind: true }),
    content: deliveredContent,
    mail: mail.optional(),
    /** It asks for a rating: the channel has to add a way to give it. */
    asksRating: z.boolean().optional(),
    /** The message that it answers, by our id and the provider's. */
    replyTo: z.object({ messageId: id, providerMessageId: id.optional() }).optional(),
    /** The contact's latest message in the conversation. */
    latestReceived: z.object({ messageId: id, providerMessageId: id }).optional(),
    requestedAt: instant,
    /** How often somebody has had it sent again; missing = it is sent for the first time. */
    again: z.int().positive().optional(),
    window: z.object({ expiresAt: instant }).optional()
  }),
  { summary: 'An outbound message waits for delivery', partOf: ({ channel }) => channel.kind }
)

/** Published for every message with a file of ours, which is kept from then on. */
export const mediaNamed = event(
  'queue',
  'message.mediaNamed',
  z.object({ mediaId: id, messageId: id, contactId: id }),
  { summary: 'A message names a file kept by media' }
)

/** Published before a message is removed from storage: a file that no other message names goes with it. */
export const mediaReleased = event('queue', 'message.mediaReleased', z.object({ mediaId: id, messageId: id }), {
  summary: 'A message that named a file kept by media is about to be removed'
})

/** Published for every message of the contact with a file that is not ours. */
export const mediaElsewhere = event(
  'queue',
  'message.mediaElsewhere',
  z.object({ messageId: id, channelId: id, url, name: z.string().optional(), mimeType: z.string() }),
  { summary: 'A message has an external file, which media is to copy' }
)

/** Once an hour per person and what they looked at; the entry has the same id however often it is published. */
export const accessAudited = event('queue', 'access.audited', z.object({ entry: auditEntry }), {
  summary: 'A supervisor or administrator read or searched conversations of others, or exported a report',
  // a directory that has never heard of it must not keep queue from being ready
  mandatory: false
})
