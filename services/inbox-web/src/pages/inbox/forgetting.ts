import { queries } from '../../api/queries.ts'
import { storage } from '../../state/storage.ts'
import { outbox } from './outbox/page-outbox.ts'

/** The storage key of a text being written, whoever its agent is: `inbox-<kind>:<agent>:<conversation>`. */
const TEXT = /^inbox-(?:draft|note|mail):[^:]*:(.+)$/

/** Queries about one conversation, by its id, and queries that may include it among others. */
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

/** The conversations of which something is kept here, whoever is signed in. */
export const keptConversations = (): string[] => [
  ...new Set([
    ...textsOf().map(([, id]) => id),
    ...outbox.entries.get().map(({ conversationId }) => conversationId),
    ...readOf()
  ])
]

const listeners = new Set<(conversationId: string) => void>()

/** Calls back with each conversation that must be forgotten. Returns how to stop. */
export function onForgotten(listener: (conversationId: string) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Removes everything kept here of a conversation, because its contact was erased. */
export function forgetConversation(id: string): void {
  for (const [key, of] of textsOf()) if (of === id) storage.remove(key)
  for (const entry of outbox.entries.get()) if (entry.conversationId === id) outbox.discard(entry)
  for (const listener of listeners) listener(id)
  void queries.resetQueries({
    predicate: ({ queryKey: [kind, of] }) =>
      OF_MANY.includes(kind as string) || (OF_ONE.includes(kind as string) && of === id)
  })
}
