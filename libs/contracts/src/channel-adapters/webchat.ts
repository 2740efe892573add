import { z } from 'zod'
import { deliveryStatus } from '../channel-ingest/events.ts'
import { content } from '../content.ts'
import { satisfactionQuestions } from '../directory/department.ts'
import { email, id, instant, label, phone, visibleText } from '../primitives.ts'
import { conversationStatus, queuePlace } from '../queue/conversation.ts'
import { departmentChoice } from '../queue/visitor-operations.ts'

/** A message of a chat as its visitor sees it. `clientMessageId`: for their own messages, the id that they gave it. */
export const visitorMessage = z.object({
  id,
  from: z.enum(['visitor', 'agent', 'system']),
  name: z.string().optional(),
  clientMessageId: id.optional(),
  content,
  /** Its file is no longer kept, and has no address. */
  mediaGone: z.boolean().optional(),
  at: instant,
  /** Only for agents' messages. */
  status: deliveryStatus.optional(),
  /** Our side's reaction: an emoji. */
  reaction: z.string().optional()
})
export type VisitorMessage = z.infer<typeof visitorMessage>

/** `away`: they are not there at the moment, and the chat is waiting for them. */
const agent = z.object({ name: z.string(), away: z.boolean().optional() })

/** What visitors receive, by Socket.IO event name, in the namespace `/webchat`. */
export const visitorServerEvents = {
  /** After every connection: the token for coming back, the look of the chat, and whether somebody could answer now. */
  welcome: z.object({
    token: z.string(),
    visitorId: id,
    title: z.string().optional(),
    greeting: z.string().optional(),
    color: z.string().optional(),
    /** What to ask for before the first message. */
    ask: z.array(z.enum(['name', 'email', 'phone', 'consent'])),
    /** What they have to agree to. */
    consent: z.string().optional(),
    attended: z.boolean(),
    /** While nobody is there: when business hours next begin. */
    opensAt: instant.optional(),
    /** They choose one of these before a chat begins; missing = no choice. */
    departments: z.array(departmentChoice).optional(),
    /** The size limit for files, in bytes. */
    largestFile: z.int().positive().optional()
  }),
  /** After `welcome`, and after a gap: the latest conversation as it is now, with its newest messages, oldest first. */
  history: z.object({
    conversation: z
      .object({
        id,
        status: conversationStatus,
        agent: agent.optional(),
        /** It is over, and they may rate it. */
        canRate: z.boolean().optional(),
        /** Replace the chat's own rating question, in some languages. */
        questions: satisfactionQuestions.optional()
      })
      .optional(),
    messages: z.array(visitorMessage),
    /** Whether there are earlier messages. */
    more: z.boolean().optional()
  }),
  message: visitorMessage,
  status: z.object({ messageId: id, status: deliveryStatus }),
  /** Our side reacted to one of their messages; without an emoji, the reaction was removed. */
  reaction: z.object({ messageId: id, emoji: z.string().optional() }),
  /** Their place in the queue while they wait, from 1. */
  queue: queuePlace,
  /** Who is answering; empty while nobody is. */
  agent: agent.partial(),
  typing: z.object({ typing: z.boolean() }),
  /** The conversation has ended; the next message begins another. */
  closed: z.object({ conversationId: id, canRate: z.boolean(), questions: satisfactionQuestions.optional() }),
  /** Nobody can answer now: messages are kept, and visitors are asked for an address for the answer. */
  unattended: z.object({})
}

/** What a visitor may send, each with an acknowledgement: what is named here, or `{error: {code, detail}}`. */
export const visitorClientEvents = {
  /**
   * Answers `{id}` once channel-ingest holds it; repeated with the same `clientMessageId`, it is the same message.
   * Text, or a file by the `mediaId` from its upload. `departmentId`: one of `departments`, if a conversation begins
   * with the message.
   */
  message: z.strictObject({ clientMessageId: id.max(64), content, departmentId: id.optional() }),
  typing: z.strictObject({ typing: z.boolean().default(true) }),
  /** All messages up to this one have been seen. */
  read: z.strictObject({ messageId: id }),
  /** Answers with what came before a message: `{messages, ended, more}`, as `listVisitorMessages` does. */
  older: z.strictObject({ before: id }),
  /** Rates one of their conversations that is over; only the first rating counts. */
  rate: z.strictObject({
    conversationId: id,
    stars: z.int().min(1).max(5),
    comment: visibleText(2000).optional()
  }),
  /** Ends the chat from their side. */
  leave: z.strictObject({}),
  /** How to reach them; kept with their next message. */
  details: z.strictObject({ name: label(200), email, phone, consent: z.literal(true) }).partial(),
  /** Their account on the site; `signature`: HMAC-SHA256 of `id` with the channel's identity key, in hex. */
  identify: z.strictObject({
    id: id.max(150),
    name: label(200).optional(),
    email: email.optional(),
    signature: z.string().max(200)
  })
}

export type VisitorServerEvents = {
  [Name in keyof typeof visitorServerEvents]: z.infer<(typeof visitorServerEvents)[Name]>
}
export type VisitorClientEvents = {
  [Name in keyof typeof visitorClientEvents]: z.infer<(typeof visitorClientEvents)[Name]>
}

/** What a visitor's socket says when it connects: the channel, and the token of an earlier `welcome`. */
export const visitorHandshake = z.object({ channelId: id, token: z.string().max(2000).optional() })
