import { z } from 'zod'
import { channelHealthChanged } from '../channel-adapters/events.ts'
import { presence } from '../presence/presence.ts'
import { id, instant, page, version } from '../primitives.ts'
import { agentRef, conversationSummary } from '../queue/conversation.ts'
import { positionTold, transition, workMoved } from '../queue/events.ts'
import { message } from '../queue/message.ts'
import { internalNote } from '../queue/note.ts'

const list = page(conversationSummary)

/** The id of a client's current or last socket, which its calls send in the header `X-Connection-Id`. */
export const connectionId = z.string().regex(/^[\w-]{1,64}$/)

/** What the gateway sends to a socket, by Socket.IO event name. */
export const serverEvents = {
  snapshot: z
    .object({
      tabs: z.object({ queue: list, ongoing: list, myInbox: list, inactives: list }),
      /** One's own; missing if never recorded, or currently unavailable. */
      presence: presence.optional(),
      /** Those of members of the same departments; supervisors get everybody's. */
      colleagues: z.array(presence),
      at: instant
    })
    .describe('The current state, after connecting and after any gap; ignore what is older than the version you know'),
  conversation: conversationSummary,
  message: z.object({ conversationId: id, message }).describe('A message was written, or its delivery status changed'),
  'message.changed': z
    .object({ conversationId: id, message })
    .describe('A message has changed; nothing to alert anybody about'),
  note: z.object({ conversationId: id, note: internalNote }).describe('Somebody wrote an internal note'),
  /** Sent to the agent to whom it is offered. */
  offer: conversationSummary,
  'offer.revoked': z
    .object({ conversationId: id, offerId: id, reason: z.string(), by: transition.shape.actor.optional() })
    .describe('The offer to you has ended'),
  'window.expiresSoon': z
    .object({ conversationId: id, expiresAt: instant })
    .describe('A session window ends in an hour (configurable); sent once for each end'),
  presence,
  moved: workMoved.data,
  /** A contact was told their place in the queue. */
  'queue.position': positionTold.data,
  'channel.health': channelHealthChanged.data
    .pick({ channelId: true, side: true, state: true, since: true })
    .describe('A channel has started or stopped delivering answers, or receiving what contacts write'),
  preview: z
    .object({ conversationId: id, agents: z.array(agentRef) })
    .describe('Who is viewing a conversation without having taken it'),
  typing: z
    .object({ conversationId: id, agent: agentRef, typing: z.boolean() })
    .describe('A colleague is typing, or has stopped'),
  'contact.typing': z
    .object({ conversationId: id, typing: z.boolean() })
    .describe('The contact is typing, or has stopped')
}

/** What a socket may send; each is acknowledged with the answer, or `{error: {code, detail}}`. */
export const clientEvents = {
  resume: z
    .object({
      versions: z.record(id, version).refine(value => Object.keys(value).length <= 2000, 'must be at most 2000')
    })
    .describe(
      'Returns `{conversations, removed}`: what changed or is new since these versions, and what is no longer visible'
    ),
  gone: z
    .object({ conversationIds: z.array(id).max(150) })
    .describe(
      'Returns `{gone}`: which of these no longer exist or belong to an erased contact, for clients that keep something of them'
    ),
  'preview.start': z
    .object({ conversationId: id })
    .describe('I am viewing a waiting conversation; returns `{agents}`: who else is'),
  'preview.stop': z.object({ conversationId: id }).describe('I am no longer viewing it'),
  typing: z.object({ conversationId: id, typing: z.boolean().default(true) }).describe('I am typing, or have stopped'),
  authenticate: z
    .object({ token: z.string().max(20_000) })
    .describe('A fresh access token of the same agent, before the old one expires')
}

/** Payloads by event name. */
export type ServerEvents = { [Name in keyof typeof serverEvents]: z.infer<(typeof serverEvents)[Name]> }
export type ClientEvents = { [Name in keyof typeof clientEvents]: z.infer<(typeof clientEvents)[Name]> }
