import { gather } from '@inbox/runtime'
import {
  type Aggregates,
  type Collection,
  type Committed,
  type Entry,
  type Outbox,
  openAggregates,
  storageCall
} from '@inbox/storage'
import type { Conversation } from '../domain/conversation.ts'
import { type ConversationDocument, conversationIndexes, toConversation, toDocument } from './conversation-document.ts'
import { openWorkOfAgents, type WorkOfAgents } from './work-of-agents.ts'

/** A conversation with the document it came from: what a conditional update starts from. */
export interface Loaded {
  conversation: Conversation
  document: ConversationDocument
}

export interface Conversations extends WorkOfAgents {
  load(id: string): Promise<Loaded | null>
  latestOfContact(contactId: string): Promise<Loaded | null>
  /** Stores on its own what the outbox of a conversation holds: its messages, its steps. */
  recordPending(loaded: Loaded): Promise<void>
  insert(next: Conversation, entries: Entry[]): Promise<Committed<ConversationDocument>>
  commit(before: Loaded, next: Conversation, entries: Entry[]): Promise<Committed<ConversationDocument> | 'conflict'>
  /** What waits or is pending in a department, at most `limit` ids. */
  unservedIn(departmentId: string, limit: number): Promise<string[]>
  /** Whether none waits in its department that goes before it. */
  isHead(conversation: Conversation): Promise<boolean>
  /** Offers whose deadline is before `until`, earliest first. */
  offersDueBefore(until: Date, limit: number): Promise<{ conversationId: string; offerId: string; expiresAt: Date }[]>
}

export async function openConversations(
  collection: Collection<ConversationDocument>,
  outbox: Outbox
): Promise<Conversations> {
  const aggregates: Aggregates<ConversationDocument> = await openAggregates(collection, outbox, conversationIndexes)
  const loaded = (document: ConversationDocument | null) =>
    document && { document, conversation: toConversation(document) }

  // the one that is not closed is the latest (I1), and most messages find one
  const openOfContact = gather(async (contactIds: string[]) => {
    const documents = (await storageCall(() =>
      collection.find({ 'contact.id': { $in: contactIds }, open: true }).toArray()
    )) as unknown as ConversationDocument[]
    const byContact = new Map(documents.map(document => [document.contact.id, document]))
    return contactIds.map(id => byContact.get(id))
  })

  return {
    load: async id => loaded(await aggregates.load(id)),
    latestOfContact: async contactId =>
      loaded(
        (await openOfContact(contactId)) ??
          (await storageCall(() => collection.findOne({ 'contact.id': contactId }, { sort: { createdAt: -1 } })))
      ),
    recordPending: ({ document }) => outbox.record(document),
    insert: (next, entries) =>
      aggregates.insert({ ...toDocument(next), version: 1, outbox: entries } as ConversationDocument),
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

/** What timers and hand-overs look for. */
const openLookups = (
  collection: Collection<ConversationDocument>
): Pick<Conversations, 'unservedIn' | 'isHead' | 'offersDueBefore'> => ({
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
  }
})
