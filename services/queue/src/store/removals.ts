import { type Collection, ensureIndexes, insertMissing, isDuplicateKey, ofAny, storageCall } from '@inbox/storage'
import { contactIdOf, namesOf } from '../domain/contact.ts'
import type { ContactDocument } from './contacts.ts'
import type { ConversationDocument } from './conversation-document.ts'
import type { DraftDocument } from './drafts.ts'
import type { RecordedDocument } from './history.ts'
import type { MessageDocument } from './messages.ts'
import type { NoteDocument } from './notes.ts'
import { ANSWER_FIELDS } from './reports.ts'

/** A removal under way: all that is left of a conversation until everything that belongs to it is gone. */
export interface RemovalDocument {
  _id: string
  contactId: string
  /** Since when a process has been at it. */
  at: Date
}

/** A conversation to remove; `version` 0 = its own document is gone already. */
export interface Ended {
  id: string
  version: number
  contactId: string
}

/** The fields of a message that its removal needs. */
export type StoredMessage = Pick<MessageDocument, '_id' | (typeof REMOVED_BY)[number]>

/** Removes from storage what is past its retention. Each step is idempotent, and any process may repeat it. */
export interface Removals {
  /** Some conversations that ended before `until`, everywhere or in one department, oldest first. */
  endedBefore(until: Date, departmentId?: string): Promise<Ended[]>
  /** Removals that a process began and abandoned. */
  abandoned(until: Date, now: Date): Promise<Ended[]>
  /** Removes the conversation itself; false = another process is at it, or it has changed. */
  begin(ended: Ended, now: Date): Promise<boolean>
  /** Some of its messages that still have content. */
  messagesOf(id: string): Promise<StoredMessage[]>
  /** Answers that reports count keep their figures. */
  removeMessages(messages: readonly StoredMessage[]): Promise<void>
  /** Removes notes, drafts, and what was said with a step. */
  removeWords(id: string): Promise<void>
  /** Removes a contact known before `until` about whom nothing is stored any more; false = something is. */
  removeContact(id: string, until: Date): Promise<boolean>
  finish(id: string): Promise<void>
}

export interface RemovalCollections {
  removals: Collection<RemovalDocument>
  conversations: Collection<ConversationDocument>
  messages: Collection<MessageDocument>
  notes: Collection<NoteDocument>
  drafts: Collection<DraftDocument>
  transitions: Collection<RecordedDocument>
  contacts: Collection<ContactDocument>
}

const PAGE = 100
/** A process at one conversation for longer than this is presumed dead. */
const LEASE_MS = 600_000
const ENDED = ['closed', 'inactive'] as const
const REMOVED_BY = [
  ...(['content', 'mail', 'formerly', 'version', 'conversationId', 'departmentId'] as const),
  ...ANSWER_FIELDS
] as const
const nothingUnsent = { 'outbox.0': { $exists: false } }

export async function openRemovals(collections: RemovalCollections): Promise<Removals> {
  const { removals, conversations, messages, notes, drafts, transitions, contacts } = collections
  await ensureIndexes(removals, [{ key: { at: 1 }, name: 'begun' }])
  const exists = async (filter: object) =>
    (await storageCall(() => ofAny(conversations).findOne(filter, { projection: { _id: 1 } }))) !== null
  const putBack = insertMissing(contacts)

  return {
    async endedBefore(until, departmentId) {
      const there = departmentId === undefined ? {} : { departmentId }
      const found = await Promise.all(
        ENDED.map(status =>
          storageCall(() =>
            ofAny(conversations)
              .find(
                { status, ...there, statusSince: { $lt: until } },
                { projection: { version: 1, 'contact.id': 1 }, limit: PAGE }
              )
              .sort({ statusSince: 1, _id: 1 })
              .toArray()
          )
        )
      )
      return (found.flat() as unknown as ConversationDocument[]).map(toEnded)
    },
    async abandoned(until, now) {
      const begun = await storageCall(() =>
        removals.find({ at: { $lt: leaseOf(now) } }, { limit: PAGE, sort: { at: 1 } }).toArray()
      )
      const ids = begun.map(({ _id }) => _id)
      const ended = { _id: { $in: ids }, live: false, statusSince: { $lt: until } }
      const found = (await storageCall(() =>
        ofAny(conversations)
          .find(ended, { projection: { version: 1 } })
          .toArray()
      )) as unknown as ConversationDocument[]
      const versions = new Map(found.map(({ _id, version }) => [_id, version]))
      return begun.map(({ _id, contactId }) => ({ id: _id, contactId, version: versions.get(_id) ?? 0 }))
    },
    async begin({ id, version, contactId }, now) {
      const free = { _id: id, at: { $lt: leaseOf(now) } }
      try {
        await storageCall(() => removals.updateOne(free, { $set: { contactId, at: now } }, { upsert: true }))
      } catch (error) {
        if (isDuplicateKey(error)) return false
        throw error
      }
      const asSeen = { _id: id, version, ...nothingUnsent }
      const { deletedCount } = await storageCall(() => ofAny(conversations).deleteOne(asSeen))
      if (deletedCount === 1 || !(await exists({ _id: id }))) return true
      await storageCall(() => removals.deleteOne({ _id: id, at: now }))
      return false
    },
    messagesOf: id =>
      storageCall(() =>
        ofAny(messages)
          .find(
            { conversationId: id, content: { $exists: true } },
            { projection: Object.fromEntries(REMOVED_BY.map(field => [field, 1])), limit: PAGE }
          )
          .toArray()
      ) as unknown as Promise<StoredMessage[]>,
    async removeMessages(found) {
      const writes = found.map(each => {
        const filter = { _id: each._id }
        return each.fact ? { replaceOne: { filter, replacement: figuresOf(each) } } : { deleteOne: { filter } }
      })
      if (writes.length > 0) await storageCall(() => ofAny(messages).bulkWrite(writes as never, { ordered: false }))
    },
    async removeWords(id) {
      await storageCall(() => notes.deleteMany({ conversationId: id }))
      await storageCall(() => drafts.deleteMany({ conversationId: id }))
      const told = { conversationId: id, $or: [{ note: { $exists: true } }, { context: { $exists: true } }] }
      await storageCall(() => transitions.updateMany(told as never, { $unset: { note: 1, context: 1 } }))
    },
    async removeContact(id, until) {
      const contact = (await storageCall(() => contacts.findOne({ _id: id }))) as ContactDocument | null
      if (!contact || contact.createdAt >= until || (await exists({ 'contact.id': id }))) return false
      const { deletedCount } = await storageCall(() => contacts.deleteOne({ _id: id, version: contact.version }))
      if (deletedCount === 0) return false
      const names = namesOf({ ...contact, id }).map(name => contactIdOf(contact.channel.id, name))
      const others = { _id: { $in: names }, mergedInto: { $exists: true } }
      await storageCall(() => contacts.deleteMany(others as never))
      // they may have just written, which creates a conversation but changes nothing known of them
      if (!(await exists({ 'contact.id': id }))) return true
      await putBack(contact)
      return false
    },
    async finish(id) {
      await storageCall(() => removals.deleteOne({ _id: id }))
    }
  }
}

const leaseOf = (now: Date) => new Date(now.getTime() - LEASE_MS)

const toEnded = ({ _id, version, contact }: ConversationDocument): Ended => ({
  id: _id,
  version,
  contactId: contact.id
})

/** What is left of a message that reports count. */
function figuresOf(message: StoredMessage) {
  const { version, conversationId, departmentId } = message
  const figures = ANSWER_FIELDS.flatMap(field => (message[field] === undefined ? [] : [[field, message[field]]]))
  return { version, conversationId, departmentId, ...Object.fromEntries(figures), terms: [], outbox: [] }
}
