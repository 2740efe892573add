import type { ContactRef } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { bySystem, type Conversation } from './conversation.ts'
import { closed, endedOffer } from './decide-end.ts'
import { type Decided, moved, unchanged } from './decision.ts'
import { laterOf } from './last-message.ts'
import { later } from './session-window.ts'

/** The most that one hand-over may carry. */
const MAX_CONTEXT = 12

/** The survivor of one person's two open conversations on a topic: the one nearer to its answer, else the older. */
export function keptOf(a: Conversation, b: Conversation): Conversation {
  const nearer = nearness(a) - nearness(b)
  const older = b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1)
  return (nearer || older) > 0 ? a : b
}

/** Waiting outranks set aside: the agent who set it aside may be gone, with a question in it that nobody has read. */
function nearness({ status, ...conversation }: Conversation): number {
  if (status === 'ongoing' || (status === 'offered' && 'agent' in conversation)) return 3
  return status === 'queued' || status === 'offered' ? 2 : status === 'pending' ? 1 : 0
}

/** T22: two contacts turned out to be one, and this conversation goes on in the other one's. */
export interface ContinueIn {
  type: 'continueIn'
  conversationId: string
}

/** It counts as neither abandoned nor handled: only the other one counts. */
export function decideContinueIn({ conversationId }: ContinueIn, conversation: Conversation, now: Date): Decided {
  if (conversation.status === 'closed') return ok(unchanged)
  const next = { ...closed(conversation, now, 'merged'), continuedIn: conversationId }
  const step = { rule: 'T22', cause: 'merged', actor: bySystem, at: now, ...endedOffer(conversation) } as const
  const decision = moved(conversation, next, step).value
  const { waitedMs, handledMs, ...counted } = decision.step!
  return ok({ ...decision, step: counted })
}

/** Takes in, once, what was said in a conversation that goes on here. */
export interface Absorb {
  type: 'absorb'
  /** As it was when it ended. */
  other: Conversation
}

export function decideAbsorb({ other }: Absorb, conversation: Conversation): Decided {
  const { absorbed = [] } = conversation
  if (conversation.status === 'closed' || absorbed.includes(other.id)) return ok(unchanged)
  const window = conversation.window && later(conversation.window, other.window)
  const { lastMessage, latestReceived } = other
  const context = [...(conversation.context ?? []), ...(other.context ?? [])].slice(0, MAX_CONTEXT)
  return ok({
    next: {
      ...conversation,
      ...(window && { window }),
      unread: conversation.unread + other.unread,
      ...(other.undelivered && { undelivered: true }),
      ...(lastMessage && { lastMessage: laterOf(conversation.lastMessage, lastMessage) }),
      ...(latestReceived && { latestReceived: laterOf(conversation.latestReceived, latestReceived) }),
      ...(context.length > 0 && { context }),
      tags: [...new Set([...conversation.tags, ...other.tags])],
      absorbed: [...absorbed, other.id]
    }
  })
}

/** The conversation's contact turned out to be this one. */
export interface ReassignContact {
  type: 'reassignContact'
  contact: ContactRef
}

/** A closed conversation changes whose it is, but otherwise keeps what was known when it closed. */
export function decideReassignContact({ contact }: ReassignContact, conversation: Conversation): Decided {
  if (conversation.contact.id === contact.id) return ok(unchanged)
  const then = { ...conversation.contact, id: contact.id }
  return ok({ next: { ...conversation, contact: conversation.status === 'closed' ? then : contact } })
}
