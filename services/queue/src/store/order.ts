import { decodeCursor } from '@inbox/storage'
import type { ConversationDocument } from './conversation-document.ts'

/** A sort order provided by an index, and the positions in it. */
export interface Order {
  sort: Record<string, 1 | -1>
  compare(a: ConversationDocument, b: ConversationDocument): number
  /** The position of a document, for a cursor. */
  valuesOf(document: ConversationDocument): (string | number)[]
  /** What comes after a position, as consecutive index ranges: none reads what lies before. */
  after(cursor: string): object[]
}

const byId = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export const arrival: Order = {
  sort: { priority: -1, enqueuedAt: 1, _id: 1 },
  compare: (a, b) => b.priority - a.priority || a.enqueuedAt.getTime() - b.enqueuedAt.getTime() || byId(a._id, b._id),
  valuesOf: ({ priority, enqueuedAt, _id }) => [priority, enqueuedAt.getTime(), _id],
  after(cursor) {
    const [priority, at, id] = decodeCursor(cursor, ['number', 'number', 'string']) as [number, number, string]
    const enqueuedAt = new Date(at)
    return [
      { priority, enqueuedAt, _id: { $gt: id } },
      { priority, enqueuedAt: { $gt: enqueuedAt } },
      { priority: { $lt: priority } }
    ]
  }
}

const newestBy = (field: 'statusSince' | 'createdAt'): Order => ({
  sort: { [field]: -1, _id: -1 },
  compare: (a, b) => b[field].getTime() - a[field].getTime() || byId(b._id, a._id),
  valuesOf: document => [document[field].getTime(), document._id],
  after(cursor) {
    const [at, id] = decodeCursor(cursor, ['number', 'string']) as [number, string]
    return [{ [field]: new Date(at), _id: { $lt: id } }, { [field]: { $lt: new Date(at) } }]
  }
})

/** Newest first, by the last change of status. */
export const newest = newestBy('statusSince')
/** Newest first, by the first message. */
export const beginning = newestBy('createdAt')
