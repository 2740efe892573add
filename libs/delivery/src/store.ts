import { gather } from '@inbox/runtime'
import {
  type Collection,
  dropIndexes,
  type Entry,
  type IndexOf,
  isDuplicateKey,
  type Outbox,
  ofAny,
  openAggregates,
  storageCall
} from '@inbox/storage'
import type { Delivery } from './delivery.ts'

export interface DeliveryStore<Payload> {
  /** Once per id; returns whether this was the first time. */
  insert(delivery: Delivery<Payload>): Promise<boolean>
  /** A line's first few deliveries that are not over, in order. */
  firstOf(line: string): Promise<Delivery<Payload>[]>
  /** Whether everything else in its line is over. */
  isAlone(delivery: Delivery<Payload>): Promise<boolean>
  get(id: string): Promise<Delivery<Payload> | null>
  /** Deliveries with an id, or with one that continues it after a dot. */
  called(id: string): Promise<Delivery<Payload>[]>
  /** Writes `next` if nobody has written since `before` was read; returns what is then stored. */
  commit(before: Delivery<Payload>, next: Delivery<Payload>, entries: Entry[]): Promise<Delivery<Payload> | undefined>
  /** Targets with something not over, and its kind; reads one document for each. */
  openTargets(): Promise<{ id: string; kind: string | undefined }[]>
  /** Lines of a target with something of these kinds due at `now`, among the first `most` deliveries that are due. */
  dueLines(target: string, kinds: readonly string[] | undefined, now: Date, most: number): Promise<string[]>
  /** A target's deliveries that are not over; undefined if none. */
  backlog(target: string): Promise<Backlog | undefined>
}

export interface Backlog {
  /** 10,000 means that many or more: counting all would cost more than it is worth. */
  count: number
  oldest: Date
}

const MAX_COUNTED = 10_000
/** Per line: whoever handles the first also handles the ones behind it without reading them again. */
const READ_AHEAD = 5
const KEPT_SECONDS = 30 * 24 * 3600
const unfinished = { dueAt: { $exists: true } }
const indexes: IndexOf[] = [
  { key: { line: 1, position: 1 }, name: 'line', partialFilterExpression: unfinished },
  { key: { target: 1, dueAt: 1 }, name: 'dueByTarget', partialFilterExpression: unfinished },
  { key: { target: 1, requestedAt: 1 }, name: 'target', partialFilterExpression: unfinished },
  { key: { endedAt: 1 }, name: 'forget', expireAfterSeconds: KEPT_SECONDS }
]

/**
 * Lines requested at the same moment, in one query. Those for which its limit did not suffice are requested again:
 * together if they are the smaller part, else one by one, as long lines would leave most of them over every time.
 */
async function firstOfEach<Payload>(
  collection: Collection<Delivery<Payload>>,
  lines: string[],
  most = READ_AHEAD,
  projection?: { line: 1 }
): Promise<Delivery<Payload>[][]> {
  const limit = lines.length * most
  const found = (await storageCall(() =>
    ofAny(collection)
      .find(
        { line: lines.length === 1 ? lines[0] : { $in: lines }, ...unfinished },
        { limit, ...(projection && { projection }) }
      )
      .sort({ line: 1, position: 1 })
      .toArray()
  )) as unknown as Delivery<Payload>[]
  const byLine = Map.groupBy(found, ({ line }) => line)
  const last = found.length === limit ? found.at(-1)!.line : undefined
  const isCut = (line: string) =>
    last !== undefined && (byLine.get(line)?.length ?? 0) < most && (line === last || !byLine.has(line))
  const cut = lines.filter(isCut)
  const areFew = cut.length > 0 && cut.length <= lines.length / 2
  const again = areFew ? [cut] : cut.map(line => [line])
  const more = await Promise.all(again.map(each => firstOfEach(collection, each, most, projection)))
  const all = new Map([...byLine, ...more.flat().map((found, n) => [cut[n]!, found] as const)])
  return lines.map(line => (all.get(line) ?? []).slice(0, most))
}

export async function openDeliveryStore<Payload>(
  collection: Collection<Delivery<Payload>>,
  outbox: Outbox
): Promise<DeliveryStore<Payload>> {
  const aggregates = await openAggregates(collection, outbox, indexes)
  await dropIndexes(collection, ['due'])
  const idsOf = gather((lines: string[]) => firstOfEach(collection, lines, 2, { line: 1 }))
  return {
    async insert(delivery) {
      try {
        await storageCall(() => aggregates.insert(delivery))
        return true
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
        return false
      }
    },
    firstOf: gather(lines => firstOfEach(collection, lines)),
    isAlone: async ({ _id, line }) => (await idsOf(line)).every(open => open._id === _id),
    get: id => storageCall(() => collection.findOne({ _id: id })) as Promise<Delivery<Payload> | null>,
    called: id =>
      // the character after the dot
      storageCall(() =>
        ofAny(collection)
          .find({ _id: { $gte: id, $lt: `${id}/` } })
          .toArray()
      ) as unknown as Promise<Delivery<Payload>[]>,
    async commit(before, next, entries) {
      const done = await storageCall(() => aggregates.commit(before, next, entries))
      return done === 'conflict' ? undefined : done.document
    },
    async openTargets() {
      const targets: { id: string; kind: string | undefined }[] = []
      const options = { sort: { target: 1 }, projection: { target: 1, kind: 1 } } as const
      // skips through the index from one to the next: the size of each backlog costs nothing
      for (let last = ''; ; last = targets.at(-1)!.id) {
        const next = await storageCall(() => collection.findOne({ target: { $gt: last }, ...unfinished }, options))
        if (!next) return targets
        targets.push({ id: next.target, kind: next.kind })
      }
    },
    async dueLines(target, kinds, now, most) {
      const options = { projection: { line: 1 }, sort: { dueAt: 1 }, limit: most } as const
      const due = { target, dueAt: { $lte: now }, ...(kinds && { kind: { $in: [...kinds, null] } }) }
      const found = await storageCall(() => collection.find(due as never, options).toArray())
      return [...new Set(found.map(({ line }) => line))]
    },
    async backlog(target) {
      const open = { target, ...unfinished }
      const oldest = { sort: { requestedAt: 1 }, projection: { requestedAt: 1 } } as const
      const [first, count] = await Promise.all([
        storageCall(() => collection.findOne(open, oldest)),
        storageCall(() => collection.countDocuments(open, { limit: MAX_COUNTED }))
      ])
      return first ? { count, oldest: first.requestedAt } : undefined
    }
  }
}
