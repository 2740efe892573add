import type { Content, Message } from '@inbox/contracts'
import { awaitingCopy } from './media-copy.ts'

/** One contact's reaction. A removal (no emoji) is kept, so that an older reaction arriving late does not undo it. */
export interface Reaction {
  contactId: string
  emoji?: string
  at: string
}

type Written = Pick<Message, 'content' | 'mediaCopy' | 'mediaGone' | 'sentAt' | 'editedAt' | 'revokedAt' | 'formerly'>

/** How many texts are kept per message; beyond that, the oldest and the newest. */
const MAX_TEXTS = 50

/** Applies a contact's reaction: per contact the latest counts, in whatever order they arrive. */
export function reacted<M extends { reactions?: Reaction[] }>(message: M, reaction: Reaction): M {
  const { reactions = [] } = message
  const before = reactions.find(({ contactId }) => contactId === reaction.contactId)
  if (before && Date.parse(reaction.at) <= Date.parse(before.at)) return message
  return { ...message, reactions: [...reactions.filter(each => each !== before), reaction] }
}

/** Applies a contact's edit; if it is older than the current text, or the message is deleted, only keeps it. */
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
    mediaGone: undefined,
    editedAt: at,
    formerly: kept([...formerly, before])
  })
}

/** Applies a contact's deletion: the first one counts. */
export function revoked<M extends Written>(message: M, at: string): M {
  const { formerly = [], editedAt, sentAt } = message
  if (message.revokedAt !== undefined) return message
  const before = { content: message.content, at: editedAt ?? sentAt }
  return {
    ...message,
    content: { type: 'revoked' },
    mediaCopy: undefined,
    mediaGone: undefined,
    revokedAt: at,
    formerly: kept([...formerly, before])
  }
}

function kept(texts: NonNullable<Message['formerly']>) {
  const inOrder = texts.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return inOrder.length > MAX_TEXTS ? [inOrder[0]!, ...inOrder.slice(1 - MAX_TEXTS)] : inOrder
}

/** Compares a handful of flat fields, in any order. */
const isSame = (a: Content, b: Content): boolean => canonical(a) === canonical(b)
const canonical = (content: Content) => JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)))
