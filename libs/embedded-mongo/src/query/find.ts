import type { Deadline } from '../plan/deadline.ts'
import { type Examined, execute } from '../plan/execute.ts'
import { choosePlan, type Plan, scanOf } from '../plan/planner.ts'
import type { Collection } from '../storage/collection.ts'
import type { StoredRecord } from '../storage/document-index.ts'
import type { KeyField } from '../storage/index-keys.ts'
import { type Doc, isDocument } from '../values/bson.ts'
import { toInteger } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { keyEnd, keyOf } from '../values/key-string.ts'
import type { FilterNode } from './filter.ts'
import { sortBy } from './sort.ts'

export type Query = {
  filter: FilterNode
  sort: readonly KeyField[]
  skip: number
  /** 0 for no limit. */
  limit: number
  hint: unknown
  deadline: Deadline
}

/** All records that a query finds, in its order. */
export function findRecords(collection: Collection | undefined, query: Query, examined: Examined): StoredRecord[] {
  checkHint(query.hint)
  if (!collection) return []
  const plan = planFor(collection, query)
  const sorted = query.sort.length === 0 || (plan.kind === 'index' && plan.sorted)
  const enough = sorted && query.limit > 0 ? query.skip + query.limit : Number.POSITIVE_INFINITY
  let records: StoredRecord[] = []
  for (const record of execute(collection, plan, query.filter, query.deadline, examined)) {
    records.push(record)
    if (records.length >= enough) break
  }
  if (!sorted) records = sortBy(records, query.sort, record => record.document)
  if (query.skip === 0 && query.limit === 0) return records
  return records.slice(query.skip, query.limit > 0 ? query.skip + query.limit : undefined)
}

function checkHint(hint: unknown = ''): void {
  if (typeof hint !== 'string' && !isDocument(hint)) fail(9, 'Hint must be a string or an object')
  if (!isDocument(hint) || !('$natural' in hint)) return
  if (Object.keys(hint).length > 1 || Math.abs(toInteger(hint.$natural) ?? 0) !== 1)
    fail(2, "'$natural' must stand alone and be 1 or -1")
}

/** The plan of the hint, or the planner's choice. */
export function planFor(collection: Collection, { filter, sort, hint }: Query): Plan {
  if (hint === undefined) return choosePlan(collection.indexes, filter, sort)
  if (isDocument(hint) && '$natural' in hint) return { kind: 'all', reverse: toInteger(hint.$natural) === -1 }
  const index = collection.indexes.find(({ spec }) => spec.name === hint || keyOf(spec.description.key) === keyOf(hint))
  if (!index) return fail(2, 'error processing query: hint provided does not correspond to an existing index')
  const plan = scanOf(index, filter, sort)
  if (plan) return plan
  return {
    kind: 'index',
    index,
    intervals: [{ low: '', high: keyEnd, point: false }],
    bounded: 0,
    reverse: false,
    sorted: false
  }
}

export const documentsOf = (records: readonly StoredRecord[]): Doc[] => records.map(record => record.document)
