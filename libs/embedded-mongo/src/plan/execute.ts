import type { FilterNode } from '../query/filter.ts'
import type { Collection } from '../storage/collection.ts'
import type { StoredRecord } from '../storage/document-index.ts'
import type { Deadline } from './deadline.ts'
import type { IndexScan, Plan } from './planner.ts'

/** What a run looked at, for explain and the slow-command log. */
export type Examined = { keys: number; documents: number }

/** The records that match, in the plan's order. Do not change the collection while iterating. */
export function* execute(
  collection: Collection,
  plan: Plan,
  filter: FilterNode,
  deadline: Deadline,
  examined: Examined
): Generator<StoredRecord> {
  for (const record of candidates(collection, plan, examined)) {
    deadline.check()
    examined.documents++
    if (filter.test(record.document)) yield record
  }
}

function* candidates(collection: Collection, plan: Plan, examined: Examined): Generator<StoredRecord> {
  if (plan.kind === 'all') return yield* plan.reverse ? [...collection.records].reverse() : collection.records
  const scans = plan.kind === 'union' ? plan.plans : [plan]
  if (plan.kind === 'index' && !plan.index.multikey) return yield* scan(plan, examined)
  const seen = new Set<StoredRecord>()
  for (const one of scans) {
    for (const record of scan(one, examined)) {
      if (seen.has(record)) continue
      seen.add(record)
      yield record
    }
  }
}

function* scan({ index, intervals, reverse }: IndexScan, examined: Examined): Generator<StoredRecord> {
  const { tree, spec } = index
  // the tree fills it in
  const pair: [string, StoredRecord] = ['', undefined as unknown as StoredRecord]
  for (const { low, high, point } of reverse ? intervals.toReversed() : intervals) {
    if (point && spec.unique && low !== '') {
      const record = tree.get(low)
      if (record) {
        examined.keys++
        yield record
        continue
      }
    }
    const entries = reverse ? tree.entriesReversed(high, pair, true) : tree.entries(low, pair)
    for (const [key, record] of entries) {
      if (reverse ? key < low : key >= high) break
      examined.keys++
      yield record
    }
  }
}
