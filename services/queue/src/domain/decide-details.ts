import { isDeepStrictEqual } from 'node:util'
import type { ContactRef, Rating } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import type { Conversation } from './conversation.ts'
import { type Decided, illegal, refuse, unchanged } from './decision.ts'

/** What is known of the contact changed. */
export interface ShowContact {
  type: 'showContact'
  contact: ContactRef
}

/** A closed conversation keeps what was known when it closed. */
export function decideShowContact({ contact }: ShowContact, conversation: Conversation): Decided {
  if (conversation.status === 'closed' || isDeepStrictEqual(contact, conversation.contact)) return ok(unchanged)
  return ok({ next: { ...conversation, contact } })
}

/** Replaces all tags, in any status. */
export interface Tag {
  type: 'tag'
  tags: string[]
}

export function decideTag(command: Tag, conversation: Conversation): Decided {
  const tags = [...new Set(command.tags)]
  const same = tags.length === conversation.tags.length && tags.every((tag, n) => tag === conversation.tags[n])
  return ok(same ? unchanged : { next: { ...conversation, tags } })
}

/** The contact's rating. */
export interface Rate {
  type: 'rate'
  rating: Rating
}

/** Accepted once, and in time; never after the contact was erased. */
export function decideRate({ rating }: Rate, conversation: Conversation): Decided {
  if (conversation.status !== 'closed') return illegal('rated', conversation)
  if (conversation.rating || conversation.contact.erasedAt) return ok(unchanged)
  const { ratable, ...rest } = conversation
  // a rating given in time counts, however late it gets here
  if (!ratable || new Date(rating.at) >= ratable.until)
    return refuse('illegal-transition', 'Its contact is not, or no longer, asked for a rating', conversation)
  return ok({ next: { ...rest, rating }, rating })
}
