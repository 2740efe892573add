import { queries } from '../../api/queries.ts'
import { storage } from '../../state/storage.ts'
import { outbox } from './outbox/page-outbox.ts'

/** What was being written, under whoever's name: `inbox-<kind>:<agent>:<conversation>`. */
const TEXT = /^inbox-(?:draft|note|mail):[^:]*:(.+)$/

/** What was read of one conversation, by its id; and what may tell of it among others. */
const OF_ONE = ['messages', 'notes', 'conversation', 'history']
const OF_MANY = ['contact', 'conversations-of-contact', 'contacts-found', 'search', 'conversations']

const textsOf = (): [key: string, conversationId: string][] =>
  storage.keys('inbox-').flatMap(key => {
    const [, conversationId] = TEXT.exec(key) ?? []
    return conversationId === undefined ? [] : [[key, conversationId] as [string, string]]
  })
const readOf = (): string[] =>
  queries
    .getQueryCache()
    .getAll()
    .flatMap(({ queryKey: [kind, id] }) => (OF_ONE.includes(kind as string) && typeof id === 'string' ? [id] : []))

/** Of which something is kept here, whoever is signed in. */
export const keptConversations = (): string[] => [
  ...new Set([
    ...textsOf().map(([, id]) => id),
    ...outbox.entries.get().map(({ conversationId }) => conversationId),
    ...readOf()
  ])
]

const listeners = new Set<(conversationId: string) => void>()

/** Hears of conversations of which nothing is to be known any more. Answers how to stop. */
export function onForgotten(listener: (conversationId: string) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The contact of a conversation was erased: nothing of it is left here. */
export function forgetConversation(id: string): void {
  for (const [key, of] of textsOf()) if (of === id) storage.remove(key)
  for (const entry of outbox.entries.get()) if (entry.conversationId === id) outbox.discard(entry)
  for (const listener of listeners) listener(id)
  void queries.resetQueries({
    predicate: ({ queryKey: [kind, of] }) =>
      OF_MANY.includes(kind as string) || (OF_ONE.includes(kind as string) && of === id)
  })
}
