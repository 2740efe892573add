import type { MediaFacts, MediaOwner } from '@inbox/contracts'
import { type Collection, ensureIndexes, type IndexOf, storageCall } from '@inbox/storage'

/** Which message, and whose, names a file. */
export interface Naming {
  messageId: string
  contactId: string
}

/** A file's record: exists from before its first byte is stored until after the last is removed. */
export interface MediaDocument {
  _id: string
  state: 'uploading' | 'stored' | 'removing'
  owner: MediaOwner
  createdOn: Date
  /** When it is removed unless a message names it by then; missing once one does. */
  goesOn?: Date
  named?: Naming[]
  facts?: Omit<MediaFacts, 'id'>
}

export interface Media {
  begin(id: string, owner: MediaOwner, now: Date, goesOn: Date): Promise<void>
  /** The bytes are stored: from now on others may know of the file. */
  finish(id: string, facts: Omit<MediaFacts, 'id'>): Promise<void>
  get(id: string): Promise<MediaFacts | null>
  /** A file uploaded by `owner`, kept until `goesOn` if no message names it yet. */
  claim(id: string, owner: MediaOwner, goesOn: Date): Promise<MediaFacts | null>
  /** Kept for as long as that message exists. */
  name(id: string, naming: Naming): Promise<void>
  /** The message is gone; a file that no other message names goes, too. */
  release(id: string, messageId: string, now: Date): Promise<void>
  /** Some files to remove, oldest first; from now on others no longer see them. */
  overdue(now: Date): Promise<string[]>
  forget(id: string): Promise<void>
}

const indexes: IndexOf[] = [{ key: { goesOn: 1 }, name: 'overdue', sparse: true }]
const AT_ONCE = 100

export async function openMedia(collection: Collection<MediaDocument>): Promise<Media> {
  await ensureIndexes(collection, indexes)
  const stored = (id: string) => ({ _id: id, state: 'stored' as const })
  return {
    async begin(id, owner, now, goesOn) {
      await storageCall(() => collection.insertOne({ _id: id, state: 'uploading', owner, createdOn: now, goesOn }))
    },
    async finish(id, facts) {
      await storageCall(() => collection.updateOne({ _id: id }, { $set: { state: 'stored', facts } }))
    },
    get: async id => factsOf(await storageCall(() => collection.findOne(stored(id)))),
    async claim(id, owner, goesOn) {
      const mine = { ...stored(id), 'owner.kind': owner.kind, 'owner.id': owner.id }
      const unnamed = { ...mine, goesOn: { $exists: true } }
      await storageCall(() => collection.updateOne(unnamed as never, { $set: { goesOn } }))
      return factsOf(await storageCall(() => collection.findOne(mine as never)))
    },
    async name(id, naming) {
      const unheard = { ...stored(id), 'named.messageId': { $ne: naming.messageId } }
      const change = { $push: { named: naming }, $unset: { goesOn: 1 } }
      await storageCall(() => collection.updateOne(unheard as never, change as never))
    },
    async release(id, messageId, now) {
      const namedByIt = { _id: id, 'named.messageId': messageId }
      const without = { $pull: { named: { messageId } } }
      await storageCall(() => collection.updateOne(namedByIt as never, without as never))
      // a repetition checks again: the first may have crashed in between
      const unnamed = { _id: id, named: { $exists: true }, 'named.0': { $exists: false }, goesOn: { $exists: false } }
      await storageCall(() => collection.updateOne(unnamed as never, { $set: { goesOn: now } }))
    },
    async overdue(now) {
      const due = { goesOn: { $lt: now } }
      const found = await storageCall(() =>
        collection
          .find(due, { projection: { _id: 1 }, limit: AT_ONCE })
          .sort({ goesOn: 1 })
          .toArray()
      )
      const ids = found.map(({ _id }) => String(_id))
      // a concurrent claim of one of them either comes before this or fails
      const going = await Promise.all(
        ids.map(id => storageCall(() => collection.updateOne({ _id: id, ...due }, { $set: { state: 'removing' } })))
      )
      return ids.filter((_, index) => going[index]!.matchedCount === 1)
    },
    async forget(id) {
      await storageCall(() => collection.deleteOne({ _id: id }))
    }
  }
}

const factsOf = (document: unknown): MediaFacts | null => {
  const found = document as MediaDocument | null
  return found?.facts ? { id: found._id, ...found.facts } : null
}
