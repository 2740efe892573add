import { z } from 'zod'
import { channelContact, receivedContent, replyTo } from '../content.ts'
import { channelRef, sessionRule } from '../directory/channel.ts'
import { mail } from '../mail.ts'
import { event } from '../message-type.ts'
import { id, instant, line, priority, text } from '../primitives.ts'
import { thread } from '../thread.ts'

/** `played`: a voice note was listened to. */
export const deliveryStatus = z.enum(['sent', 'delivered', 'read', 'played', 'failed'])
export type DeliveryStatus = z.infer<typeof deliveryStatus>

/** A contact wrote. `messageId` is ours, derived from the channel and `providerMessageId`, so a repeat has the same. */
export const messageReceived = event(
  'channel-ingest',
  'message.received',
  z.object({
    messageId: id,
    providerMessageId: id,
    channel: channelRef.extend({ session: sessionRule, priority: priority.optional() }),
    departmentId: id,
    contact: channelContact,
    sentAt: instant,
    receivedAt: instant,
    content: receivedContent,
    replyTo: replyTo.optional(),
    thread: thread.optional(),
    mail: mail.optional(),
    /** Sent to the contact if a conversation begins with the message. */
    acknowledgement: z.string().optional()
  }),
  { summary: 'A contact wrote a message on a channel' }
)

/** What a provider charges for a message: `category` (of message) and `model` (of pricing) are in its own words. */
export const cost = z.strictObject({ billable: z.boolean(), category: line(60).optional(), model: line(60).optional() })
export type Cost = z.infer<typeof cost>

/** The channel reports what became of an outbound message (by our id, or the provider's). */
export const statusReceived = event(
  'channel-ingest',
  'message.statusReceived',
  z.object({
    channelId: id,
    messageId: id,
    status: deliveryStatus,
    at: instant,
    error: text(1000).optional(),
    cost: cost.optional(),
    /** The channel's id for the contact to whom it must have been sent. */
    contactId: id.optional()
  }),
  { summary: 'A channel reported the delivery status of an outbound message' }
)

/** About a message of the channel, by our id or the provider's. */
const onMessage = { channelId: id, messageId: id, at: instant }

export const reactionReceived = event(
  'channel-ingest',
  'message.reactionReceived',
  z.object({ ...onMessage, contactId: id, emoji: z.string().optional() }),
  { summary: "A contact reacted to a message, or removed their reaction. `contactId` is the channel's id for them" }
)
export const editReceived = event(
  'channel-ingest',
  'message.editReceived',
  z.object({ ...onMessage, content: receivedContent }),
  { summary: 'A contact edited their message' }
)
export const revocationReceived = event('channel-ingest', 'message.revocationReceived', z.object(onMessage), {
  summary: 'A contact deleted their message'
})

/** Our side wrote to a contact elsewhere. `contactId` is the channel's id; message ids are as in `message.received`. */
export const messageEchoed = event(
  'channel-ingest',
  'message.echoed',
  z.object({
    messageId: id,
    providerMessageId: id,
    channelId: id,
    contactId: id,
    author: z.string().optional(),
    thread: thread.optional(),
    sentAt: instant,
    receivedAt: instant,
    content: receivedContent
  }),
  { summary: 'Our side answered a contact elsewhere, such as on a phone' }
)

/** Both are the channel's ids for the contact. */
export const contactIdentified = event(
  'channel-ingest',
  'contact.identified',
  z.object({ channelId: id, contactId: id, newId: id, at: instant }),
  { summary: 'The channel has a new id for a contact' }
)

/** A visitor left a channel that answers only those who are there. `contactId` is the channel's id for them. */
export const contactLeft = event(
  'channel-ingest',
  'contact.left',
  z.object({ channelId: id, contactId: id, at: instant, afterMessageId: id.optional() }),
  { summary: 'A visitor left the web chat' }
)

/** `contactId` is what the channel calls them. */
export const contactTyping = event(
  'channel-ingest',
  'contact.typing',
  z.object({ channelId: id, contactId: id, threadId: id.optional(), typing: z.boolean(), at: instant }),
  { summary: 'A contact is typing, or has stopped', mandatory: false }
)

/** `contactId` is what the channel calls them. */
export const ratingReceived = event(
  'channel-ingest',
  'conversation.ratingReceived',
  z.object({
    channelId: id,
    contactId: id,
    conversationId: id,
    stars: z.int().min(1).max(5),
    comment: z.string().optional(),
    at: instant
  }),
  { summary: 'A contact rated a conversation' }
)
