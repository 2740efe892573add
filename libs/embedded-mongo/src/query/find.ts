import { type Deadline, noDeadline } from '../plan/deadline.ts'
import { type Examined, execute } from '../plan/execute.ts'
import { choosePlan, type Plan, scanOf, wholeIndex } from '../plan/planner.ts'
import type { Collection } from '../storage/collection.ts'
import type { StoredRecord } from '../storage/document-index.ts'
import type { KeyField } from '../storage/index-keys.ts'
import { type Doc, isDocument } from '../values/bson.ts'
import { toInteger } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { keyOf } from '../values/key-string.ts'
import type { FilterNode } from './filter.ts'
import { sortBy } from './sort.ts'

export type Query = {
  filter: FilterNode
  sort?: readonly KeyField[]
  skip?: number
  /** 0 for no limit. */
  limit?: number
  hint?: unknown
  deadline?: Deadline
}

/** All records that a query finds, in its order. */
export function findRecords(collection: Collection | undefined, query: Query, examined: Examined): StoredRecord[] {
  const { filter, sort = [], skip = 0, limit = 0, hint, deadline = noDeadline } = query
  checkHint(hint)
  if (!collection) return []
  const plan = planFor(collection, query)
  const sorted = isSorted(plan, sort)
  const enough = sorted && limit > 0 ? skip + limit : Number.POSITIVE_INFINITY
  let records: StoredRecord[] = []
  for (const record of execute(collection, plan, filter, deadline, examined)) {
    records.push(record)
    if (records.length >= enough) break
  }
  if (!sorted) records = sortBy(records, sort, record => record.document)
  if (skip === 0 && limit === 0) return records
  return records.slice(skip, limit > 0 ? skip + limit : undefined)
}

/** Whether a plan yields its records in the requested order. */
export const isSorted = (plan: Plan, sort: readonly KeyField[]): boolean =>
  sort.length === 0 || (plan.kind === 'index' && plan.sorted)

function checkHint(hint: unknown): void {
  if (hint === undefined || hint === null) return
  if (typeof hint !== 'string' && !isDocument(hint)) fail(9, 'Hint must be a string or an object')
  if (!isDocument(hint) || !('$natural' in hint)) return
  if (Object.keys(hint).length > 1 || Math.abs(toInteger(hint.$natural) ?? 0) !== 1)
    fail(2, "'$natural' must stand alone and be 1 or -1")
}

/** The plan of the hint, or the planner's choice. */
export function planFor(collection: Collection, { filter, sort = [], hint }: Query): Plan {
  if (hint === undefined || hint === null) return choosePlan(collection.indexes, filter, sort)
  if (isDocument(hint) && '$natural' in hint) return { kind: 'all', reverse: toInteger(hint.$natural) === -1 }
  const index = collection.indexes.find(({ spec }) => spec.name === hint || keyOf(spec.description.key) === keyOf(hint))
  if (!index) return fail(2, 'error processing query: hint provided does not correspond to an existing index')
  return scanOf(index, filter, sort) ?? wholeIndex(index)
}

export const documentsOf = (records: readonly StoredRecord[]): Doc[] => records.map(record => record.document)
