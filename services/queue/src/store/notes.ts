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

export type NoteDocument = Omit<Note, 'id'> & Aggregate

export interface Notes {
  /** Stores the note with its event; answers the one that is there if there is one of that id. */
  add(note: Note, entry: Entry): Promise<Note>
  /** Stores notes whose events are sent from elsewhere, if they are not there yet. */
  record(notes: Note[]): Promise<void>
  /** The newest ones, or those before a place, in ascending order. */
  page(conversationId: string, limit: number, before?: { at: Date; id: string }): Promise<Note[]>
}

export async function openNotes(collection: Collection<NoteDocument>, outbox: Outbox): Promise<Notes> {
  const aggregates = await openAggregates(collection, outbox, [
    { key: { conversationId: 1, at: -1, _id: -1 }, name: 'of-conversation' }
  ])
  const older = (conversationId: string, limit: number, range: object) =>
    storageCall(() =>
      collection
        .find({ conversationId, ...range } as never, { limit })
        .sort({ at: -1, _id: -1 })
        .toArray()
    ) as unknown as Promise<NoteDocument[]>

  const insertOnce = insertMissing(collection)
  return {
    record: async notes => {
      await Promise.all(notes.map(({ id, ...note }) => insertOnce({ ...note, _id: id, version: 1, outbox: [] })))
    },
    add: async ({ id, ...note }, entry) => {
      try {
        await aggregates.insert({ ...note, _id: id, version: 1, outbox: [entry] })
        return { ...note, id }
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
        return toNote((await aggregates.load(id))!)
      }
    },
    page: async (conversationId, limit, before) => {
      const ranges = before ? [{ at: before.at, _id: { $lt: before.id } }, { at: { $lt: before.at } }] : [{}]
      const found = await Promise.all(ranges.map(range => older(conversationId, limit, range)))
      return found.flat().slice(0, limit).reverse().map(toNote)
    }
  }
}

const toNote = ({ _id, version, outbox, ...note }: NoteDocument): Note => ({ ...note, id: _id })
