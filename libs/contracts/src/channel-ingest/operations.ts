import { z } from 'zod'
import { emoji, receivedContent, replyTo } from '../content.ts'
import { mail } from '../mail.ts'
import { operation } from '../operation.ts'
import { id, instant, text, visibleText } from '../primitives.ts'
import { thread, threadRef } from '../thread.ts'
import { cost, deliveryStatus } from './events.ts'

const fact = (meant: string) => z.unknown().optional().describe(`${meant}; left out with a warning if it is not valid`)

/** A contact as an adapter describes them; no message is refused because of its sender's details. */
const sender = z.strictObject({
  id,
  aliases: fact('Up to 20 other ids that the channel has for them'),
  name: fact('At most 200 characters, at least one of them visible'),
  email: fact('An e-mail address'),
  phone: fact('At most 40 characters'),
  avatarUrl: fact('An http or https URL'),
  attributes: fact('Up to 50 strings, numbers and booleans, by name')
})

export const inboundMessage = z.strictObject({
  messageId: id,
  contact: sender,
  sentAt: instant,
  content: receivedContent,
  /** The message it answers; an unknown one is no reason to refuse it. */
  replyTo: replyTo.optional(),
  /** Each thread has its own conversation; without one, a message belongs to the conversation without a topic. */
  thread: thread.optional(),
  /** Its e-mail details. */
  mail: mail.optional(),
  departmentId: id.optional(),
  /** Sent to the contact at once if a conversation begins with it; placeholders are filled as in canned replies. */
  acknowledgement: visibleText(4000).optional()
})
export type InboundMessage = z.infer<typeof inboundMessage>

/** What was accepted; `warnings`: the parts that were left out, if any. */
const accepted = z.object({
  id,
  warnings: z.array(z.object({ path: z.string(), message: z.string() })).optional()
})

export const postMessage = operation({
  id: 'postMessage',
  owner: 'channel-ingest',
  method: 'post',
  path: '/v1/messages',
  audience: ['channel'],
  public: true,
  body: inboundMessage,
  answer: accepted,
  status: 202,
  summary: "Hand over a contact's message; 202 once the broker holds it. Repeating a messageId changes nothing"
})

/** Each message is accepted or refused on its own: a bad one does not hold up the others. */
export const postMessageBatch = operation({
  id: 'postMessageBatch',
  owner: 'channel-ingest',
  method: 'post',
  path: '/v1/messages/batch',
  audience: ['channel'],
  public: true,
  body: z.strictObject({ messages: z.array(z.unknown()).min(1).max(500) }),
  largestBody: { bytes: 8 * 1024 ** 2, values: 60_000 },
  answer: z.object({
    results: z.array(
      z.union([
        accepted.extend({ messageId: z.string() }),
        z.object({ messageId: z.string().nullable(), error: z.unknown() })
      ])
    )
  }),
  status: 202,
  summary: 'Hand over up to 500 messages; results are in the same order'
})

export const postStatus = operation({
  id: 'postStatus',
  owner: 'channel-ingest',
  method: 'post',
  path: '/v1/statuses',
  audience: ['channel'],
  public: true,
  body: z.strictObject({
    messageId: id,
    status: deliveryStatus,
    at: instant,
    error: text(1000).optional(),
    cost: cost.optional(),
    /** Applies only if it was sent to this contact: for adapters that cannot tell whose message it is. */
    contact: z.strictObject({ id }).optional()
  }),
  status: 202,
  summary: 'Report the delivery status of an outbound message'
})

const told = { owner: 'channel-ingest', method: 'post', audience: ['channel'], public: true, status: 202 } as const

export const postReaction = operation({
  ...told,
  id: 'postReaction',
  path: '/v1/reactions',
  body: z.strictObject({
    messageId: id,
    contact: z.strictObject({ id }),
    /** Without one, the reaction is removed. */
    emoji: emoji.optional(),
    at: instant
  }),
  summary: 'Report that a contact reacted to a message, theirs or ours, or removed their reaction'
})

export const postEdit = operation({
  ...told,
  id: 'postEdit',
  path: '/v1/edits',
  body: z.strictObject({ messageId: id, content: receivedContent, at: instant }),
  summary: 'Report that a contact edited their message'
})

export const postRevocation = operation({
  ...told,
  id: 'postRevocation',
  path: '/v1/revocations',
  body: z.strictObject({ messageId: id, at: instant }),
  summary: 'Report that a contact deleted their message'
})

export const postEcho = operation({
  ...told,
  id: 'postEcho',
  path: '/v1/echoes',
  body: z.strictObject({
    messageId: id,
    /** Only the id counts. */
    contact: sender,
    content: receivedContent,
    thread: thread.optional(),
    sentAt: instant,
    author: fact("The author's name")
  }),
  answer: accepted,
  summary: 'Report that our side answered a contact elsewhere, such as on a phone; 202 once the broker holds it'
})

export const postIdentity = operation({
  ...told,
  id: 'postIdentity',
  path: '/v1/identities',
  body: z.strictObject({ contactId: id, newId: id }),
  summary: 'Report a new id of a contact; both ids are theirs, and answers go to the new one'
})

export const postDeparture = operation({
  id: 'postDeparture',
  owner: 'channel-ingest',
  method: 'post',
  path: '/v1/departures',
  audience: ['channel'],
  public: true,
  body: z.strictObject({
    contact: z.strictObject({ id }),
    at: instant,
    /** The last of their messages that was handed over; it is processed first. */
    afterMessageId: id.optional()
  }),
  status: 202,
  summary: 'Report that a visitor has left the web chat; if they are still waiting, their conversation is closed'
})

export const postRating = operation({
  ...told,
  id: 'postRating',
  path: '/v1/ratings',
  body: z.strictObject({
    conversationId: id,
    contact: z.strictObject({ id }),
    stars: z.int().min(1).max(5),
    comment: visibleText(2000).optional(),
    at: instant
  }),
  summary: 'Rate a conversation that has ended, as its contact; only the first rating counts'
})

export const postTyping = operation({
  id: 'postTyping',
  owner: 'channel-ingest',
  method: 'post',
  path: '/v1/typing',
  audience: ['channel'],
  public: true,
  body: z.strictObject({
    contact: z.strictObject({ id }),
    thread: threadRef.optional(),
    typing: z.boolean().default(true)
  }),
  status: 202,
  summary: 'Report that a contact is typing; shown for a few seconds, so repeat it while they go on'
})
