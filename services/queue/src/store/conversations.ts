import { gather } from '@inbox/runtime'
import {
  type Aggregates,
  type Collection,
  type Committed,
  dropIndexes,
  type Entry,
  isDuplicateKey,
  type Outbox,
  openAggregates,
  storageCall
} from '@inbox/storage'
import type { Conversation } from '../domain/conversation.ts'
import {
  type ConversationDocument,
  conversationIndexes,
  RETIRED_INDEX,
  toConversation,
  toDocument
} from './conversation-document.ts'
import { openWorkOfAgents, type WorkOfAgents } from './work-of-agents.ts'

/** A conversation with the document it was read from: the basis of a conditional update. */
export interface Loaded {
  conversation: Conversation
  document: ConversationDocument
}

export interface Conversations extends WorkOfAgents {
  load(id: string): Promise<Loaded | null>
  /** A contact's latest conversation about a thread, or about nothing in particular. */
  latestOfContact(contactId: string, threadId?: string): Promise<Loaded | null>
  /** A contact's latest conversation, whatever it is about. */
  latestAboutAnything(contactId: string): Promise<Loaded | null>
  /** A contact's conversations that are not closed, whatever they are about; the first 1000 at most. */
  allOpenOf(contactId: string): Promise<Loaded[]>
  /** Some of a contact's conversations; empty = none exist. */
  someOf(contactId: string): Promise<string[]>
  /** These contacts' conversations that go on in this one. */
  continuedIn(id: string, contactIds: string[]): Promise<Loaded[]>
  /** Stores the contents of a conversation's outbox (messages, steps) in their own collections. */
  recordPending(loaded: Loaded): Promise<void>
  insert(next: Conversation, entries: Entry[]): Promise<Committed<ConversationDocument>>
  commit(before: Loaded, next: Conversation, entries: Entry[]): Promise<Committed<ConversationDocument> | 'conflict'>
  /** Conversations waiting or pending in a department, at most `limit` ids. */
  unservedIn(departmentId: string, limit: number): Promise<string[]>
  /** Whether nothing waiting in its department goes before it. */
  isHead(conversation: Conversation): Promise<boolean>
  /** Offers whose deadline is before `until`, earliest first. */
  offersDueBefore(until: Date, limit: number): Promise<{ conversationId: string; offerId: string; expiresAt: Date }[]>
  /** Parked conversations that come back by themselves before `until`, earliest first. */
  comingBackBefore(until: Date, limit: number): Promise<{ conversationId: string; at: Date }[]>
  /** Conversations whose bot must have answered before `until`, earliest first. */
  botsDueBefore(until: Date, limit: number): Promise<{ conversationId: string; dueAt: Date }[]>
}

export async function openConversations(
  collection: Collection<ConversationDocument>,
  outbox: Outbox
): Promise<Conversations> {
  const aggregates: Aggregates<ConversationDocument> = await openAggregates(collection, outbox, conversationIndexes)
  const loaded = (document: ConversationDocument | null) =>
    document && { document, conversation: toConversation(document) }

  await dropIndexes(collection, [RETIRED_INDEX])

  // the one that is not closed is the latest (I1), and most messages find one
  const openAbout = gather(async (wanted: Topic[]) => {
    const documents = (await storageCall(() =>
      collection
        .find({
          'contact.id': { $in: [...new Set(wanted.map(({ contactId }) => contactId))] },
          'thread.id': { $in: [...new Set(wanted.map(({ threadId }) => threadId))] },
          open: true
        })
        .toArray()
    )) as unknown as ConversationDocument[]
    const found = new Map(documents.map(document => [topicOf(document.contact.id, document.thread?.id), document]))
    return wanted.map(({ contactId, threadId }) => found.get(topicOf(contactId, threadId)))
  })
  const latestWhere = async (filter: object): Promise<Loaded | null> =>
    loaded(
      (await storageCall(() =>
        collection.findOne(filter, { sort: { createdAt: -1 } })
      )) as unknown as ConversationDocument | null
    )

  return {
    load: async id => loaded(await aggregates.load(id)),
    latestOfContact: async (contactId, threadId) => {
      const topic = { contactId, threadId: threadId ?? null }
      const open = await openAbout(topic)
      return open ? loaded(open) : latestWhere({ 'contact.id': contactId, 'thread.id': topic.threadId })
    },
    latestAboutAnything: contactId => latestWhere({ 'contact.id': contactId }),
    allOpenOf: async contactId => {
      const found = await storageCall(() =>
        collection.find({ 'contact.id': contactId, open: true }, { limit: MAX_OPEN }).toArray()
      )
      return (found as unknown as ConversationDocument[]).map(document => loaded(document)!)
    },
    someOf: async contactId => {
      const found = await storageCall(() =>
        collection.find({ 'contact.id': contactId }, { projection: { _id: 1 }, limit: PAGE }).toArray()
      )
      return found.map(({ _id }) => _id)
    },
    continuedIn: async (id, contactIds) => {
      const found = await storageCall(() =>
        collection.find({ 'contact.id': { $in: contactIds }, continuedIn: id }).toArray()
      )
      return (found as unknown as ConversationDocument[]).map(document => loaded(document)!)
    },
    recordPending: ({ document }) => outbox.record(document),
    insert: async (next, entries) => {
      try {
        return await aggregates.insert({ ...toDocument(next), version: 1, outbox: entries } as ConversationDocument)
      } catch (error) {
        // a process of a former version created it again when it started
        if (isDuplicateKey(error) && (error as Error).message.includes(` ${RETIRED_INDEX} `))
          await dropIndexes(collection, [RETIRED_INDEX])
        throw error
      }
    },
    commit: (before, next, entries) =>
      aggregates.commit(
        before.document,
        { ...toDocument(next), outbox: [] } as unknown as ConversationDocument,
        entries
      ),
    ...openWorkOfAgents(collection),
    ...openLookups(collection)
  }
}

const MAX_OPEN = 1000
/** Conversations moved at a time. */
const PAGE = 100

/** What a contact has at most one open conversation about; null = nothing in particular. */
interface Topic {
  contactId: string
  threadId: string | null
}
const topicOf = (contactId: string, threadId: string | null = null) => JSON.stringify([contactId, threadId])

/** Queries of timers and hand-overs. */
const openLookups = (
  collection: Collection<ConversationDocument>
): Pick<Conversations, 'unservedIn' | 'isHead' | 'offersDueBefore' | 'comingBackBefore' | 'botsDueBefore'> => ({
  unservedIn: async (departmentId, limit) => {
    const found = await storageCall(() =>
      collection
        .find({ status: { $in: ['queued', 'pending'] }, departmentId }, { projection: { _id: 1 }, limit })
        .toArray()
    )
    return found.map(({ _id }) => _id)
  },
  isHead: async ({ id, departmentId }) => {
    const head = await storageCall(() =>
      collection.findOne(
        { status: 'queued', departmentId },
        {
          sort: { priority: -1, enqueuedAt: 1, _id: 1 },
          projection: { _id: 1 }
        }
      )
    )
    return head?._id === id
  },
  offersDueBefore: async (until, limit) => {
    const due = await storageCall(() =>
      collection
        .find({ 'offer.expiresAt': { $exists: true, $lt: until } }, { projection: { offer: 1 }, limit })
        .sort({ 'offer.expiresAt': 1 })
        .toArray()
    )
    return (due as unknown as { _id: string; offer: { id: string; expiresAt: Date } }[]).map(({ _id, offer }) => ({
      conversationId: _id,
      offerId: offer.id,
      expiresAt: offer.expiresAt
    }))
  },
  comingBackBefore: async (until, limit) => {
    const due = await storageCall(() =>
      collection
        .find({ 'comesBack.at': { $exists: true, $lt: until } }, { projection: { comesBack: 1 }, limit })
        .sort({ 'comesBack.at': 1 })
        .toArray()
    )
    return (due as unknown as { _id: string; comesBack: { at: Date } }[]).map(({ _id, comesBack }) => ({
      conversationId: _id,
      at: comesBack.at
    }))
  },
  botsDueBefore: async (until, limit) => {
    const due = await storageCall(() =>
      collection
        .find({ botDueAt: { $exists: true, $lt: until } }, { projection: { botDueAt: 1 }, limit })
        .sort({ botDueAt: 1 })
        .toArray()
    )
    return (due as unknown as { _id: string; botDueAt: Date }[]).map(({ _id, botDueAt }) => ({
      conversationId: _id,
      dueAt: botDueAt
    }))
  }
})
