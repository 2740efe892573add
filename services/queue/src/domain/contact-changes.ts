import type { Content, Message } from '@inbox/contracts'
import { awaitingCopy } from './media-copy.ts'

/** Of one contact; without an emoji it is taken back, which is kept so that an older one that comes late stays so. */
export interface Reaction {
  contactId: string
  emoji?: string
  at: string
}

type Written = Pick<Message, 'content' | 'mediaCopy' | 'sentAt' | 'editedAt' | 'revokedAt' | 'formerly'>

/** Texts that are kept of one message; of more, the oldest and the newest. */
const MAX_TEXTS = 50

/** The message after a contact's reaction: of each contact the latest counts, however they come. */
export function reacted<M extends { reactions?: Reaction[] }>(message: M, reaction: Reaction): M {
  const { reactions = [] } = message
  const before = reactions.find(({ contactId }) => contactId === reaction.contactId)
  if (before && Date.parse(reaction.at) <= Date.parse(before.at)) return message
  return { ...message, reactions: [...reactions.filter(each => each !== before), reaction] }
}

/** The message as its contact changed it at a time; what is older than what it says, or comes after it was deleted, is only kept. */
export function edited<M extends Written>(message: M, content: Content, at: string): M {
  const { formerly = [], editedAt, sentAt } = message
  const written = editedAt ?? sentAt
  const isKnown = [...formerly, { content: message.content, at: written }].some(
    each => isSame(each.content, content) && Date.parse(each.at) === Date.parse(at)
  )
  if (isKnown) return message
  if (message.revokedAt !== undefined || Date.parse(at) < Date.parse(written)) {
    return { ...message, formerly: kept([...formerly, { content, at }]) }
  }
  const before = { content: message.content, at: written }
  return awaitingCopy({
    ...message,
    content,
    mediaCopy: undefined,
    editedAt: at,
    formerly: kept([...formerly, before])
  })
}

/** The message as its contact deleted it: the first time counts. */
export function revoked<M extends Written>(message: M, at: string): M {
  const { formerly = [], editedAt, sentAt } = message
  if (message.revokedAt !== undefined) return message
  const before = { content: message.content, at: editedAt ?? sentAt }
  return {
    ...message,
    content: { type: 'revoked' },
    mediaCopy: undefined,
    revokedAt: at,
    formerly: kept([...formerly, before])
  }
}

function kept(texts: NonNullable<Message['formerly']>) {
  const inOrder = texts.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return inOrder.length > MAX_TEXTS ? [inOrder[0]!, ...inOrder.slice(1 - MAX_TEXTS)] : inOrder
}

/** Of a handful of flat fields, in whatever order. */
const isSame = (a: Content, b: Content): boolean => canonical(a) === canonical(b)
const canonical = (content: Content) => JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)))
