import type { ChannelRef, ContactRef, Message } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import type { ContactState } from './contact.ts'
import type { Closed, Conversation } from './conversation.ts'
import { type Decided, illegal, unchanged } from './decision.ts'
import { lineOf } from './last-message.ts'

/** An erasure under way, `_id` = the contact's. Deleted when done: then nothing links the contact to what is left. */
export interface Erasure {
  _id: string
  /** The id of the nobody that takes their place. */
  nobodyId: string
  /** Theirs, and those of all contacts merged into them. */
  contactIds: string[]
  /** The ids derived from all their names; missing if a former version stored it. */
  nameIds?: string[]
  channel: ChannelRef
  askedAt: Date
  correlationId: string
}

/** The conversation's contact is erased: from now on it belongs to somebody unknown. */
export interface Erase {
  type: 'erase'
  contact: ContactRef
}

const nothing = { type: 'erased' } as const

/** Keeps what reports and agents' work rest on: times, places, our people, and stars. */
export function decideErase({ contact }: Erase, conversation: Conversation): Decided {
  if (conversation.status !== 'closed') return illegal('erased', conversation)
  if (conversation.contact.id === contact.id) return ok(unchanged)
  const { thread, latestReceived, lastMessage, rating, ratable, context, ...rest } = conversation
  const next: Closed = {
    ...rest,
    contact,
    tags: [],
    unread: 0,
    ...(lastMessage && { lastMessage: { ...lastMessage, ...lineOf(nothing) } }),
    ...(rating && { rating: { stars: rating.stars, at: rating.at } })
  }
  return ok({ next })
}

/** A contact of whom nothing is known, in place of one who is erased. */
export const nobody = (
  id: string,
  { channel, createdAt }: Pick<ContactState, 'channel' | 'createdAt'>,
  now: Date
): ContactState => ({
  id,
  version: 1,
  channel,
  externalId: '',
  told: {},
  toldAt: now,
  edited: {},
  createdAt,
  erasedAt: now
})

/** A message stripped to its time and author: what is not listed here goes, including fields added later. */
export const erasedMessage = (message: Message): Message => {
  const { id, conversationId, direction, author, sentAt, receivedAt, status, failure, failedAt, ...rest } = message
  const { kind, ...agent } = author
  return {
    id,
    conversationId,
    direction,
    sentAt,
    receivedAt,
    author: { kind, ...(kind === 'agent' && agent) },
    content: nothing,
    ...(status && { status }),
    ...(failure && { failure }),
    ...(failedAt && { failedAt }),
    ...(rest.cost && { cost: rest.cost }),
    ...(rest.echo && { echo: true }),
    ...(rest.sentAgain && { sentAgain: rest.sentAgain }),
    ...(rest.leftAsIs && { leftAsIs: true }),
    ...(rest.firstResponseMs !== undefined && { firstResponseMs: rest.firstResponseMs })
  }
}
