import type { Found } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type Collection, encodeCursor, isTooSlow, ofAny, storageCall } from '@inbox/storage'
import { excerptOf } from '../domain/excerpt.ts'
import { textOf, wordsOf } from '../domain/search-terms.ts'
import { type ConversationDocument, toConversation } from './conversation-document.ts'
import type { MessageDocument } from './messages.ts'
import type { NoteDocument } from './notes.ts'
import { newest } from './order.ts'
import type { TabPage } from './tabs.ts'

export interface SearchQuery {
  q: string
  /** Conversation filters, at least one of which must match. */
  scopes: object[]
  /** Departments whose messages and notes are searched; undefined = all. */
  departmentIds?: readonly string[]
}

export interface FoundPage extends TabPage {
  /** Where the words were found, by conversation. */
  found: ReadonlyMap<string, Found>
}

/** Searches conversations by contacts' names, tags and what was written. */
export interface Search {
  /** Latest change of status first. Rejects queries so general that searching would take too long. */
  page(wanted: SearchQuery, limit: number, cursor?: string): Promise<Result<FoundPage, Rejection>>
}

const TIMEOUT_MS = 500
/** How many matching messages, and notes, are followed to their conversations: the newest. */
const MAX_FOLLOWED = 500

// without the hint, the planner may prefer a tab's index and scan everything in it
const BY_TERMS = { hint: 'terms', maxTimeMS: TIMEOUT_MS }

type TextCollection = Collection<MessageDocument> | Collection<NoteDocument>
interface TextDocument {
  _id: string
  conversationId: string
}

export function openSearch(
  conversations: Collection<ConversationDocument>,
  messages: Collection<MessageDocument>,
  notes: Collection<NoteDocument>
): Search {
  const read = async (conditions: object[], limit: number, options: object): Promise<ConversationDocument[]> => {
    const found = conversations.find({ $and: conditions }, { ...options, limit }).sort(newest.sort)
    return (await storageCall(() => found.toArray())) as unknown as ConversationDocument[]
  }
  async function find({ q, scopes, departmentIds }: SearchQuery, limit: number, cursor?: string): Promise<FoundPage> {
    const words = wordsOf(q)
    if (words.length === 0 || scopes.length === 0) return { conversations: [], nextCursor: null, found: new Map() }
    const terms = words.map(word => ({ terms: new RegExp(`^${word}`) }))
    const inScope = [...terms, ...(departmentIds ? [{ departmentId: { $in: departmentIds } }] : [])]
    const where = [{ $or: scopes }, ...(cursor === undefined ? [] : [{ $or: newest.after(cursor) }])]
    const [said, noted] = await Promise.all([saidIn(messages, 'sentOn', inScope), saidIn(notes, 'at', inScope)])
    const both = await Promise.all([
      read([...terms, ...where], limit, BY_TERMS),
      read([{ _id: { $in: [...said.keys(), ...noted.keys()] } }, ...where], limit, { maxTimeMS: TIMEOUT_MS })
    ])
    const unique = new Map(both.flat().map(document => [document._id, document]))
    const documents = [...unique.values()].sort(newest.compare).slice(0, limit)
    const last = documents.at(-1)
    return {
      conversations: documents.map(toConversation),
      nextCursor: last && documents.length === limit ? encodeCursor(newest.valuesOf(last)) : null,
      found: await excerptsOf(documents, words, said, noted)
    }
  }

  async function excerptsOf(
    documents: ConversationDocument[],
    words: string[],
    said: ReadonlyMap<string, string>,
    noted: ReadonlyMap<string, string>
  ) {
    const [texts, notesFound] = await Promise.all([
      textsOf(
        messages,
        documents.map(({ _id }) => said.get(_id)),
        'content'
      ),
      textsOf(
        notes,
        documents.map(({ _id }) => noted.get(_id)),
        'text'
      )
    ])
    return new Map(
      documents.flatMap(document => {
        const places = placesOf(document, texts.get(document._id), notesFound.get(document._id))
        const found = firstHit(places, words)
        return found ? [[document._id, found] as const] : []
      })
    )
  }

  return {
    page: (wanted, limit, cursor) =>
      find(wanted, limit, cursor).then(ok, error => {
        if (!isTooSlow(error)) throw error
        return reject('unprocessable', 'Too many matches: search for more or longer words')
      })
  }
}

/** Each conversation's newest text that contains all the words. */
const saidIn = async (
  written: TextCollection,
  time: 'sentOn' | 'at',
  conditions: object[]
): Promise<Map<string, string>> => {
  const found = (await storageCall(() =>
    (written as Collection<MessageDocument>)
      .find(
        { $and: conditions },
        {
          ...BY_TERMS,
          projection: { conversationId: 1 },
          limit: MAX_FOLLOWED
        }
      )
      .sort({ [time]: -1 })
      .toArray()
  )) as unknown as TextDocument[]
  return new Map(found.reverse().map(({ conversationId, _id }) => [conversationId, _id]))
}

/** The texts of some messages or notes, by conversation. */
const textsOf = async <Doc extends TextDocument>(
  written: Collection<Doc>,
  ids: (string | undefined)[],
  field: string
) => {
  const wanted = ids.filter(id => id !== undefined)
  if (wanted.length === 0) return new Map<string, Doc>()
  const projection = { conversationId: 1, [field]: 1 }
  const found = await storageCall(() =>
    ofAny(written)
      .find({ _id: { $in: wanted } }, { projection })
      .toArray()
  )
  return new Map((found as unknown as Doc[]).map(each => [each.conversationId, each]))
}

const contactTexts = ({ contact, protocol: referenceNumber }: ConversationDocument) => [
  contact.name,
  contact.email,
  contact.phone,
  contact.externalId,
  referenceNumber
]

type Place = [place: Found['in'], text: string | undefined]

/** Where the words may be found, in display order. */
const placesOf = (
  document: ConversationDocument,
  message: MessageDocument | undefined,
  note: NoteDocument | undefined
): Place[] => [
  ['message', message && textOf(message.content)],
  ['note', note?.text],
  ['subject', document.thread?.subject],
  ...document.tags.map((tag): Place => ['tag', tag]),
  ...contactTexts(document).map((text): Place => ['contact', text])
]

function firstHit(places: Place[], words: string[]): Found | undefined {
  for (const [place, text] of places) {
    const excerpt = text === undefined ? undefined : excerptOf(text, words)
    if (excerpt) return { in: place, ...excerpt }
  }
  return undefined
}
