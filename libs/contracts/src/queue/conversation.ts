import { z } from 'zod'
import { channelRef } from '../directory/channel.ts'
import { satisfactionQuestions } from '../directory/department.ts'
import { id, instant, label, text, version } from '../primitives.ts'
import { thread } from '../thread.ts'

export const conversationStatus = z.enum(['queued', 'offered', 'ongoing', 'pending', 'inactive', 'closed'])
export type ConversationStatus = z.infer<typeof conversationStatus>

export const contactRef = z.object({
  id,
  /** What the channel calls them: the name that was last written under, or told. */
  externalId: z.string(),
  /** All that it has called them, if that is more than one name. */
  aliases: z.array(z.string()).optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  avatarUrl: z.string().optional(),
  /** Since when nothing is kept of them; all else that is said here is empty then. */
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

/** How it was for the contact, as they say. */
export const rating = z.object({ stars: z.int().min(1).max(5), comment: z.string().optional(), at: instant })
export type Rating = z.infer<typeof rating>

/** Its contact may say how it was, once and in time; `questions`: those of the department, in place of ours. */
export const ratable = z.object({ until: instant, questions: satisfactionQuestions.optional() })
export type Ratable = z.infer<typeof ratable>

/** When what is parked comes back by itself: at a time, or as soon as the contact writes, which ends the first kind early. */
export const parkedUntil = z.union([instant, z.literal('contactWrites')])
export type ParkedUntil = z.infer<typeof parkedUntil>

/** What was found out before it was handed over, in the order in which agents are to see it; the contact never does. */
export const handOverContext = z.array(z.strictObject({ label: label(60), value: text(300) })).max(12)
export type HandOverContext = z.infer<typeof handOverContext>

/** What lists, answers of transitions and the socket's `conversation` show. */
export const conversationSummary = z.object({
  id,
  /** What people quote, e.g. `20300101-7Q2M9XKD`; empty in what 0.1 sends. */
  referenceNumber: z.string().default(''),
  /** The same, for services of 0.1, which refuse events without it. */
  protocol: z.string().optional().meta({ deprecated: true }),
  version,
  status: conversationStatus,
  reason: z.string().optional(),
  /** Of what is parked and comes back by itself. */
  parkedUntil: parkedUntil.optional(),
  channel: channelRef,
  contact: contactRef,
  /** What it is about, on channels that have topics. */
  thread: thread.optional(),
  departmentId: id,
  agent: agentRef.optional(),
  offer: z.object({ id, agentId: id, kind: offerKind, expiresAt: instant.optional() }).optional(),
  /** When the contact's first message came. */
  arrivedAt: instant.optional(),
  /** Its place in Queue; a transfer may give it a later one. */
  enqueuedAt: instant,
  /** Higher ones stand before lower ones in Queue; 0 unless raised. */
  priority: z.int().optional(),
  /** The part of `priority` that was set (missing = 0); the rest is that it goes first. */
  ownPriority: z.int().optional(),
  /** Of the last change of status: what the other tabs are ordered by, newest first. */
  statusSince: instant.optional(),
  startedAt: instant.optional(),
  closedAt: instant.optional(),
  window: z.object({ expiresAt: instant }).optional(),
  /** We wrote first, where there are session windows, and the contact has not opened one yet: only templates can be sent. */
  awaitsContact: z.boolean().optional(),
  unread: z.int().nonnegative(),
  /** A message of ours did not arrive, or may not have, and nobody has looked since. */
  undelivered: z.boolean().optional(),
  lastMessage: z
    .object({
      direction: z.enum(['inbound', 'outbound']),
      /** The type of its content, which may be one of a newer version. */
      type: z.string().optional(),
      /** In one line; the type itself of what has no words. */
      preview: z.string(),
      at: instant
    })
    .optional(),
  tags: z.array(z.string()),
  /** Of the last hand-over that had any. */
  context: handOverContext.optional(),
  previousConversationId: id.optional(),
  rating: rating.optional(),
  ratable: ratable.optional(),
  /** Of one that ended because two contacts turned out to be one: where its messages are now. */
  continuedIn: id.optional()
})
export type ConversationSummary = z.infer<typeof conversationSummary>

/** The summary and what distribution needs besides. */
export const routedConversation = conversationSummary.extend({
  routing: z.object({
    priority: z.int(),
    /** Number of the next offer, from 1. */
    offerNumber: z.int().positive(),
    /** Agents who had an offer in this round; they get no other until the round ends. */
    excludedAgentIds: z.array(id),
    preferredAgentId: id.optional(),
    /** It is to be offered to the bot of its department first. */
    botsTurn: z.boolean().optional(),
    /** Who had the contact's last conversation. */
    lastAgentId: id.optional(),
    /** Since when it waits in this department; offers in between do not begin it anew. */
    waitingSince: instant.optional(),
    /** When the last offer ended without an answer that started it. */
    offerEndedAt: instant.optional(),
    /** Of what place in the queue the contact was last told, and when. */
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

/** What all rejections of a conversation carry. */
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

/** Of whoever waits: from 1, and how long it will probably take, if that is known. */
export const queuePlace = z.object({
  position: z.int().positive(),
  estimateSeconds: z.int().nonnegative().optional()
})
