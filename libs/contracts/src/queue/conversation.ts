import { z } from 'zod'
import { channelRef } from '../directory/channel.ts'
import { satisfactionQuestions } from '../directory/department.ts'
import { id, instant, label, text, version } from '../primitives.ts'
import { thread } from '../thread.ts'

export const conversationStatus = z.enum(['queued', 'offered', 'ongoing', 'pending', 'inactive', 'closed'])
export type ConversationStatus = z.infer<typeof conversationStatus>

export const contactRef = z.object({
  id,
  /** The channel's id for them: the one last used or reported. */
  externalId: z.string(),
  /** All the channel's ids for them, if there is more than one. */
  aliases: z.array(z.string()).optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  avatarUrl: z.string().optional(),
  /** When they were erased: nothing is kept of them, and all other fields are empty. */
  erasedAt: instant.optional()
})
export type ContactRef = z.infer<typeof contactRef>

export const agentRef = z.object({
  id,
  name: z.string(),
  /** A program. */
  bot: z.boolean().optional()
})
export type AgentRef = z.infer<typeof agentRef>
export const offerKind = z.enum(['automatic', 'assigned', 'transfer'])

/** The contact's rating. */
export const rating = z.object({ stars: z.int().min(1).max(5), comment: z.string().optional(), at: instant })
export type Rating = z.infer<typeof rating>

/** Its contact may rate it, once and in time; `questions`: the department's, instead of ours. */
export const ratable = z.object({ until: instant, questions: satisfactionQuestions.optional() })
export type Ratable = z.infer<typeof ratable>

/** When a parked conversation returns by itself: at a given time or, in either case, as soon as the contact writes. */
export const parkedUntil = z.union([instant, z.literal('contactWrites')])
export type ParkedUntil = z.infer<typeof parkedUntil>

/** Findings from before the hand-over, in the order in which agents see them; the contact never does. */
export const handOverContext = z.array(z.strictObject({ label: label(60), value: text(300) })).max(12)
export type HandOverContext = z.infer<typeof handOverContext>

/** A conversation as shown by lists, answers to transitions and the socket's `conversation`. */
export const conversationSummary = z.object({
  id,
  /** What people quote, e.g. `20300101-7Q2M9XKD`; empty in messages from 0.1. */
  referenceNumber: z.string().default(''),
  /** The same, for services of version 0.1, which refuse events without it. */
  protocol: z.string().optional().meta({ deprecated: true }),
  version,
  status: conversationStatus,
  reason: z.string().optional(),
  /** For a parked conversation that returns by itself. */
  parkedUntil: parkedUntil.optional(),
  channel: channelRef,
  contact: contactRef,
  /** Its topic, on channels that have topics. */
  thread: thread.optional(),
  departmentId: id,
  agent: agentRef.optional(),
  offer: z.object({ id, agentId: id, kind: offerKind, expiresAt: instant.optional() }).optional(),
  /** When the contact's first message arrived. */
  arrivedAt: instant.optional(),
  /** Determines its place in Queue; a transfer may give it a later one. */
  enqueuedAt: instant,
  /** Higher ones come before lower ones in Queue. Default 0. */
  priority: z.int().optional(),
  /** The part of `priority` that was set (missing = 0); the rest is for going first. */
  ownPriority: z.int().optional(),
  /** When the status last changed, by which the other tabs are sorted, newest first. */
  statusSince: instant.optional(),
  startedAt: instant.optional(),
  closedAt: instant.optional(),
  window: z.object({ expiresAt: instant }).optional(),
  /** We wrote first, and the contact has not yet opened a session window, which the channel has: templates only. */
  awaitsContact: z.boolean().optional(),
  unread: z.int().nonnegative(),
  /** One of our messages did not arrive, or may not have, and nobody has looked since. */
  undelivered: z.boolean().optional(),
  lastMessage: z
    .object({
      direction: z.enum(['inbound', 'outbound']),
      /** The type of its content, possibly one of a newer version. */
      type: z.string().optional(),
      /** In one line; for content without words, its type. */
      preview: z.string(),
      at: instant
    })
    .optional(),
  tags: z.array(z.string()),
  /** From the last hand-over that had any. */
  context: handOverContext.optional(),
  previousConversationId: id.optional(),
  rating: rating.optional(),
  ratable: ratable.optional(),
  /** If it ended because two contacts turned out to be one: the conversation that has its messages now. */
  continuedIn: id.optional()
})
export type ConversationSummary = z.infer<typeof conversationSummary>

/** The summary, and what else distribution needs. */
export const routedConversation = conversationSummary.extend({
  routing: z.object({
    priority: z.int(),
    /** Number of the next offer, from 1. */
    offerNumber: z.int().positive(),
    /** Agents who have had an offer in this round; they get no other until it ends. */
    excludedAgentIds: z.array(id),
    preferredAgentId: id.optional(),
    /** It must first be offered to its department's bot. */
    botsTurn: z.boolean().optional(),
    /** Who had the contact's last conversation. */
    lastAgentId: id.optional(),
    /** Since when it has waited in this department; offers in between do not restart it. */
    waitingSince: instant.optional(),
    /** When the last offer ended without being accepted. */
    offerEndedAt: instant.optional(),
    /** The place in the queue that the contact was last told, and when. */
    toldPosition: z.object({ position: z.int().positive(), at: instant }).optional()
  })
})
export type RoutedConversation = z.infer<typeof routedConversation>

/** Who did it. */
export const actor = z.object({
  kind: z.enum(['contact', 'agent', 'system']),
  id: id.optional(),
  name: z.string().optional(),
  /** An agent that is a program. */
  bot: z.boolean().optional()
})
export type ActorRef = z.infer<typeof actor>

/** What all rejections about a conversation contain. */
export const currentState = z.object({
  status: conversationStatus,
  version,
  agent: agentRef.optional(),
  offer: z.object({ id, agentId: id }).optional(),
  /** Which one, where the caller did not name it. */
  conversationId: id.optional()
})
export type CurrentState = z.infer<typeof currentState>

/** Codes of refused transitions. */
export type RejectionCode =
  | 'illegal-transition'
  | 'already-taken'
  | 'already-open'
  | 'offer-revoked'
  | 'at-capacity'
  | 'not-eligible'
  | 'not-owner'
  | 'window-expired'
  | 'department-unattended'
  | 'version-mismatch'
  | 'not-supported'

/** A place in the queue, from 1, and the estimated wait, if known. */
export const queuePlace = z.object({
  position: z.int().positive(),
  estimateSeconds: z.int().nonnegative().optional()
})
