import { z } from 'zod'
import { deliveryStatus } from '../channel-ingest/events.ts'
import { content } from '../content.ts'
import { satisfactionQuestions } from '../directory/department.ts'
import { email, id, instant, label, phone, visibleText } from '../primitives.ts'
import { conversationStatus, queuePlace } from '../queue/conversation.ts'
import { departmentChoice } from '../queue/visitor-operations.ts'

/** How a visitor sees a message of their chat. `clientMessageId`: of their own ones, the id that they gave it. */
export const visitorMessage = z.object({
  id,
  from: z.enum(['visitor', 'agent', 'system']),
  name: z.string().optional(),
  clientMessageId: id.optional(),
  content,
  at: instant,
  /** Of what agents wrote. */
  status: deliveryStatus.optional(),
  /** What our side thinks of it: an emoji. */
  reaction: z.string().optional()
})
export type VisitorMessage = z.infer<typeof visitorMessage>

/** `away`: they are not there at the moment, and the chat waits for them. */
const agent = z.object({ name: z.string(), away: z.boolean().optional() })

/** What a visitor is sent, by the name of the Socket.IO event, in the namespace `/webchat`. */
export const visitorServerEvents = {
  /** After every connection: the token to come back with, how the chat looks, and whether somebody could answer now. */
  welcome: z.object({
    token: z.string(),
    visitorId: id,
    title: z.string().optional(),
    greeting: z.string().optional(),
    color: z.string().optional(),
    /** What to ask for before the first message. */
    ask: z.array(z.enum(['name', 'email', 'phone', 'consent'])),
    /** To what they are to agree. */
    consent: z.string().optional(),
    attended: z.boolean(),
    /** While nobody is there: when the business hours begin again. */
    opensAt: instant.optional(),
    /** Among which they choose before a chat begins; none = nothing to choose. */
    departments: z.array(departmentChoice).optional(),
    /** Bytes of the largest file that may be sent. */
    largestFile: z.int().positive().optional()
  }),
  /** After `welcome`, and after a gap: the latest conversation as it is now; its newest messages, oldest first. */
  history: z.object({
    conversation: z
      .object({
        id,
        status: conversationStatus,
        agent: agent.optional(),
        /** It is over, and they may say how it was. */
        canRate: z.boolean().optional(),
        /** By what they are asked that, instead of the question of the chat, in some languages. */
        questions: satisfactionQuestions.optional()
      })
      .optional(),
    messages: z.array(visitorMessage),
    /** Whether there is something before them. */
    more: z.boolean().optional()
  }),
  message: visitorMessage,
  status: z.object({ messageId: id, status: deliveryStatus }),
  /** Our side reacted to a message of theirs; without an emoji that was taken back. */
  reaction: z.object({ messageId: id, emoji: z.string().optional() }),
  /** The place in the queue of who waits, from 1. */
  queue: queuePlace,
  /** Who answers; empty while nobody does. */
  agent: agent.partial(),
  typing: z.object({ typing: z.boolean() }),
  /** The conversation has ended; the next message begins another. */
  closed: z.object({ conversationId: id, canRate: z.boolean(), questions: satisfactionQuestions.optional() }),
  /** Nobody can answer now: what is written is kept, and an address to answer to is asked for. */
  unattended: z.object({})
}

/** What a visitor may send, each with an acknowledgement: what is named here, or `{error: {code, detail}}`. */
export const visitorClientEvents = {
  /**
   * Answers `{id}` once channel-ingest holds it; repeated with the same `clientMessageId`, it is the same message. Text, or a
   * file by the `mediaId` that its upload answered. `departmentId`: of `departments`, where a conversation begins with it.
   */
  message: z.strictObject({ clientMessageId: id.max(64), content, departmentId: id.optional() }),
  typing: z.strictObject({ typing: z.boolean().default(true) }),
  /** All messages up to this one were seen. */
  read: z.strictObject({ messageId: id }),
  /** Answers what came before a message of theirs: `{messages, ended, more}`, as `listVisitorMessages` does. */
  older: z.strictObject({ before: id }),
  /** How a conversation of theirs was that is over; only the first time counts. */
  rate: z.strictObject({
    conversationId: id,
    stars: z.int().min(1).max(5),
    comment: visibleText(2000).optional()
  }),
  /** Ends the chat from their side. */
  leave: z.strictObject({}),
  /** How to reach them; kept with their next message. */
  details: z.strictObject({ name: label(200), email, phone, consent: z.literal(true) }).partial(),
  /** Who they are by the site's own account; `signature`: HMAC-SHA256 of `id` by the channel's identity key, in hex. */
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

/** What a visitor's socket says of itself: the channel, and the token of an earlier `welcome`. */
export const visitorHandshake = z.object({ channelId: id, token: z.string().max(2000).optional() })
