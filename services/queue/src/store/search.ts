import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type Collection, isTooSlow, storageCall } from '@inbox/storage'
import { wordsOf } from '../domain/search-terms.ts'
import { type ConversationDocument, toConversation } from './conversation-document.ts'
import { encodeCursor } from './cursor.ts'
import type { MessageDocument } from './messages.ts'
import { newest } from './order.ts'
import type { TabPage } from './tabs.ts'

export interface Wanted {
  q: string
  /** Filters of conversations; one of them must hold. */
  scopes: object[]
  /** Departments in whose messages to look; undefined = in all. */
  departmentIds?: readonly string[]
}

/** Conversations by what contacts are called and what was written. */
export interface Search {
  /** Newest change of status first. Rejects what is so general that looking would take too long. */
  page(wanted: Wanted, limit: number, cursor?: string): Promise<Result<TabPage, Rejection>>
}

const PATIENCE_MS = 500
/** Messages that are followed to their conversations: the newest ones. */
const MOST_MESSAGES = 500

export function openSearch(
  conversations: Collection<ConversationDocument>,
  messages: Collection<MessageDocument>
): Search {
  // without the hint a planner may prefer an index of the tabs and look at all that stands in it
  const byTerms = { hint: 'terms', maxTimeMS: PATIENCE_MS }

  const saidIn = async (words: object[], departmentIds: readonly string[] | undefined): Promise<string[]> => {
    const scope = departmentIds ? [{ departmentId: { $in: departmentIds } }] : []
    const found = await storageCall(() =>
      messages
        .find({ $and: [...words, ...scope] } as never, {
          ...byTerms,
          projection: { conversationId: 1 },
          limit: MOST_MESSAGES
        })
        .sort({ sentOn: -1 })
        .toArray()
    )
    return [...new Set(found.map(({ conversationId }) => conversationId))]
  }
  const read = async (conditions: object[], limit: number, options: object): Promise<ConversationDocument[]> => {
    const found = conversations.find({ $and: conditions } as never, { ...options, limit }).sort(newest.sort)
    return (await storageCall(() => found.toArray())) as unknown as ConversationDocument[]
  }

  async function find({ q, scopes, departmentIds }: Wanted, limit: number, cursor?: string): Promise<TabPage> {
    const words = wordsOf(q).map(word => ({ terms: new RegExp(`^${word}`) }))
    if (words.length === 0 || scopes.length === 0) return { conversations: [], nextCursor: null }
    const where = [{ $or: scopes }, ...(cursor === undefined ? [] : [{ $or: newest.after(cursor) }])]
    const said = await saidIn(words, departmentIds)
    const found = await Promise.all([
      read([...words, ...where], limit, byTerms),
      read([{ _id: { $in: said } }, ...where], limit, { maxTimeMS: PATIENCE_MS })
    ])
    const unique = new Map(found.flat().map(document => [document._id, document]))
    const documents = [...unique.values()].sort(newest.compare).slice(0, limit)
    const last = documents.at(-1)
    return {
      conversations: documents.map(toConversation),
      nextCursor: last && documents.length === limit ? encodeCursor(newest.valuesOf(last)) : null
    }
  }

  return {
    page: (wanted, limit, cursor) =>
      find(wanted, limit, cursor).then(ok, error => {
        if (!isTooSlow(error)) throw error
        return reject('unprocessable', 'Too many matches: please look for more words, or longer ones')
      })
  }
}
