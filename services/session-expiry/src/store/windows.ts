import {
  type Aggregate,
  type Collection,
  type Entry,
  type IndexOf,
  isDuplicateKey,
  type Outbox,
  openAggregates,
  storageCall
} from '@inbox/storage'
import type { SessionWindow } from '../domain/session-window.ts'

type Fields = SessionWindow extends infer Each
  ? Each extends SessionWindow
    ? Omit<Each, 'conversationId'>
    : never
  : never
export type WindowDocument = Aggregate & Fields

/** A window with the document it was read from: the basis of a conditional update. */
export interface Loaded {
  window: SessionWindow
  document: WindowDocument
}

export interface Windows {
  load(ids: readonly string[]): Promise<Loaded[]>
  /** Writes `next` if nothing was written since `before` was loaded; otherwise `conflict`. */
  commit(before: Loaded | undefined, next: SessionWindow, entries: Entry[]): Promise<'done' | 'conflict'>
  /** Timers due before `until`, oldest first, in pages. */
  dueBefore(until: Date): AsyncIterable<{ id: string; dueAt: Date }[]>
}

const PAGE = 500
const READING_MS = 300_000
const KEPT_SECONDS = 30 * 24 * 3600
const indexes: IndexOf[] = [
  { key: { dueAt: 1 }, name: 'due', sparse: true },
  { key: { endedAt: 1 }, name: 'forget', expireAfterSeconds: KEPT_SECONDS }
]

export async function openWindows(collection: Collection<WindowDocument>, outbox: Outbox): Promise<Windows> {
  const aggregates = await openAggregates(collection, outbox, indexes)
  return {
    async load(ids) {
      const documents = await Promise.all(ids.map(aggregates.load))
      return documents.flatMap(document => (document ? [{ document, window: toWindow(document) }] : []))
    },
    async commit(before, next, entries) {
      const document = toDocument(next, entries)
      if (before) {
        const done = await aggregates.commit(before.document, { ...document, outbox: [] }, entries)
        return done === 'conflict' ? 'conflict' : 'done'
      }
      return aggregates.insert(document).then(
        () => 'done',
        error => {
          if (isDuplicateKey(error)) return 'conflict'
          throw error
        }
      )
    },
    async *dueBefore(until) {
      const cursor = collection
        .find(
          { dueAt: { $lt: until } },
          {
            projection: { dueAt: 1 },
            batchSize: PAGE,
            // overdue timers are settled between the pages
            signal: AbortSignal.timeout(READING_MS)
          }
        )
        .sort({ dueAt: 1 })
      let page: { id: string; dueAt: Date }[] = []
      try {
        for (let next = await storageCall(() => cursor.next()); next; next = await storageCall(() => cursor.next())) {
          page.push({ id: next._id, dueAt: (next as unknown as { dueAt: Date }).dueAt })
          if (page.length < PAGE) continue
          yield page
          page = []
        }
        if (page.length > 0) yield page
      } finally {
        await cursor.close()
      }
    }
  }
}

function toWindow({ _id, version, outbox, ...fields }: WindowDocument): SessionWindow {
  return { conversationId: _id, ...fields } as SessionWindow
}

const toDocument = ({ conversationId, ...fields }: SessionWindow, outbox: Entry[]): WindowDocument =>
  ({ _id: conversationId, version: 1, outbox, ...fields }) as WindowDocument
