import {
  type Aggregate,
  type Collection,
  type Entry,
  insertMissing,
  isDuplicateKey,
  type Outbox,
  openAggregates,
  storageCall
} from '@inbox/storage'
import type { Note } from '../domain/note.ts'
import { termsOf } from '../domain/search-terms.ts'

/** `departmentId`: where it was written. */
export type NoteDocument = Omit<Note, 'id'> & Aggregate & { departmentId: string; terms: string[] }

const MAX_TERMS = 1000
export const termsOfNote = ({ text }: Pick<Note, 'text'>): string[] => termsOf([text], MAX_TERMS)

interface Noted {
  note: Note
  departmentId: string
}

export interface Notes {
  /** Stores the note with its event; returns the existing one if that id is taken. */
  add(noted: Noted, entry: Entry): Promise<Note>
  /** Stores notes whose events are published from elsewhere, unless they are stored already. */
  record(noted: Noted[]): Promise<void>
  /** Moves all notes of a conversation to another. */
  moveTo(conversationId: string, otherId: string): Promise<void>
  /** The newest notes, or those before a position, in ascending order. */
  page(conversationId: string, limit: number, before?: { at: Date; id: string }): Promise<Note[]>
}

export async function openNotes(collection: Collection<NoteDocument>, outbox: Outbox): Promise<Notes> {
  const aggregates = await openAggregates(collection, outbox, [
    { key: { conversationId: 1, at: -1, _id: -1 }, name: 'of-conversation' },
    { key: { terms: 1 }, name: 'terms' }
  ])
  const older = (conversationId: string, limit: number, range: object) =>
    storageCall(() =>
      collection
        .find({ conversationId, ...range }, { limit })
        .sort({ at: -1, _id: -1 })
        .toArray()
    ) as unknown as Promise<NoteDocument[]>

  const insertOnce = insertMissing(collection)
  return {
    record: async noted => {
      await Promise.all(noted.map(each => insertOnce(toDocument(each, []))))
    },
    add: async (noted, entry) => {
      try {
        await aggregates.insert(toDocument(noted, [entry]))
        return noted.note
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
        return toNote((await aggregates.load(noted.note.id))!)
      }
    },
    moveTo: async (conversationId, otherId) => {
      await storageCall(() => collection.updateMany({ conversationId }, { $set: { conversationId: otherId } }))
    },
    page: async (conversationId, limit, before) => {
      const ranges = before ? [{ at: before.at, _id: { $lt: before.id } }, { at: { $lt: before.at } }] : [{}]
      const found = await Promise.all(ranges.map(range => older(conversationId, limit, range)))
      return found.flat().slice(0, limit).reverse().map(toNote)
    }
  }
}

const toDocument = ({ note: { id, ...note }, departmentId }: Noted, outbox: Entry[]): NoteDocument => ({
  ...note,
  _id: id,
  version: 1,
  departmentId,
  terms: termsOfNote(note),
  outbox
})

const toNote = ({ _id, version, outbox, departmentId, terms, ...note }: NoteDocument): Note => ({ ...note, id: _id })
