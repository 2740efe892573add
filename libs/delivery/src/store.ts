import {
  type Collection,
  type Entry,
  type IndexOf,
  isDuplicateKey,
  type Outbox,
  openAggregates,
  storageCall
} from '@inbox/storage'
import type { Delivery } from './delivery.ts'

export interface DeliveryStore<Payload> {
  /** Once per id. */
  insert(delivery: Delivery<Payload>): Promise<void>
  /** What is not over of a line: the first. */
  first(line: string): Promise<Delivery<Payload> | null>
  /** Writes `next` if nobody has written since `before` was read; answers what is stored then. */
  commit(before: Delivery<Payload>, next: Delivery<Payload>, entries: Entry[]): Promise<Delivery<Payload> | undefined>
  /** Lines of these kinds with something due at `now`, on other targets than these. */
  dueLines(now: Date, kinds: readonly string[] | undefined, except: readonly string[]): Promise<string[]>
  /** What is not over, by target. */
  backlogs(): Promise<ReadonlyMap<string, Backlog>>
}

export interface Backlog {
  count: number
  oldest: Date
}

const KEPT_SECONDS = 30 * 24 * 3600
const MOST_DUE = 2000
const unfinished = { dueAt: { $exists: true } }
const indexes: IndexOf[] = [
  { key: { line: 1, position: 1 }, name: 'line', partialFilterExpression: unfinished },
  { key: { dueAt: 1 }, name: 'due', partialFilterExpression: unfinished },
  { key: { target: 1, requestedAt: 1 }, name: 'target', partialFilterExpression: unfinished },
  { key: { endedAt: 1 }, name: 'forget', expireAfterSeconds: KEPT_SECONDS }
]

export async function openDeliveryStore<Payload>(
  collection: Collection<Delivery<Payload>>,
  outbox: Outbox
): Promise<DeliveryStore<Payload>> {
  const aggregates = await openAggregates(collection, outbox, indexes)
  return {
    async insert(delivery) {
      await storageCall(() => aggregates.insert(delivery)).catch(error => {
        if (!isDuplicateKey(error)) throw error
      })
    },
    first: line =>
      storageCall(() =>
        collection.findOne({ line, ...unfinished }, { sort: { position: 1 } })
      ) as Promise<Delivery<Payload> | null>,
    async commit(before, next, entries) {
      const done = await storageCall(() => aggregates.commit(before, next, entries))
      return done === 'conflict' ? undefined : done.document
    },
    async dueLines(now, kinds, except) {
      const due = {
        dueAt: { $lte: now },
        ...(kinds && { kind: { $in: [...kinds, null] } }),
        ...(except.length > 0 && { target: { $nin: except } })
      }
      const found = await storageCall(() =>
        collection
          .aggregate<{ _id: string }>([
            { $match: due },
            { $sort: { dueAt: 1 } },
            { $limit: MOST_DUE },
            { $group: { _id: '$line' } }
          ])
          .toArray()
      )
      return found.map(({ _id }) => _id)
    },
    async backlogs() {
      const found = await storageCall(() =>
        collection
          .aggregate<Backlog & { _id: string }>([
            { $match: unfinished },
            // as the index has them
            { $sort: { target: -1, requestedAt: -1 } },
            { $group: { _id: '$target', count: { $sum: 1 }, oldest: { $last: '$requestedAt' } } }
          ])
          .toArray()
      )
      return new Map(found.map(({ _id, ...backlog }) => [_id, backlog]))
    }
  }
}
