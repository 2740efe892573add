import type { FieldNode } from '../query/field-operators.ts'
import type { FilterNode } from '../query/filter.ts'
import { arrayIndex } from '../query/path.ts'
import type { DocumentIndex } from '../storage/document-index.ts'
import type { KeyField } from '../storage/index-keys.ts'
import { keyEnd } from '../values/key-string.ts'
import { flipped, type Interval, intersect, intervalsOf } from './bounds.ts'
import { conjuncts, excludesMissing, implies } from './implies.ts'

/** How to find candidates. Every candidate is still tested with the whole filter. */
export type Plan = { kind: 'all'; reverse: boolean } | { kind: 'union'; plans: IndexScan[] } | IndexScan

export type IndexScan = {
  kind: 'index'
  index: DocumentIndex
  intervals: Interval[]
  /** How many leading fields are bounded. */
  bounded: number
  reverse: boolean
  /** Whether the scan itself yields the requested order. */
  sorted: boolean
}

const maxIntervals = 2000
/** The score of looking up one key of a unique index: no other index narrows more. */
const oneKey = 1000 - 1 / maxIntervals

/** Chooses the index that narrows most; ties go to one that yields the order. */
export function choosePlan(indexes: readonly DocumentIndex[], filter: FilterNode, sort: readonly KeyField[]): Plan {
  let best: IndexScan | undefined
  let bestScore = 0
  for (const index of indexes) {
    const scan = scanOf(index, filter, sort)
    if (!scan) continue
    const score = scoreOf(scan, sort)
    if (score > bestScore) {
      best = scan
      bestScore = score
    }
    if (score >= oneKey) break
  }
  if (best && best.bounded > 0) return best
  return unionOf(indexes, filter) ?? best ?? { kind: 'all', reverse: false }
}

/** A scan of everything that an index holds. */
export const wholeIndex = (index: DocumentIndex): IndexScan => ({
  kind: 'index',
  index,
  intervals: [{ low: '', high: keyEnd, point: true }],
  bounded: 0,
  reverse: false,
  sorted: false
})

/**
 * The scan of one index for a filter; undefined if the index leaves out documents that the filter may match.
 * Paths with an array index in them mean more to a filter than to an index, so they are never used.
 */
export function scanOf(index: DocumentIndex, filter: FilterNode, sort: readonly KeyField[]): IndexScan | undefined {
  const conditions = conjuncts(filter)
  const { fields, partial, sparse } = index.spec
  if (fields.some(field => field.parts.some(part => arrayIndex(part) >= 0))) return undefined
  if (partial && !implies(filter, partial)) return undefined
  if (sparse && !conditions.some(node => fields.some(field => field.path === node.path) && excludesMissing(node))) {
    return undefined
  }
  const scan = wholeIndex(index)
  const constant = new Set<string>()
  const openedArrays = new Set<string>()
  for (const [i, field] of fields.entries()) {
    const start = field.parts[0]!
    if (index.arrays[i] && openedArrays.has(start)) break
    const own = intervalsFor(conditions, field, index.arrays[i]!)
    if (!own || own.length * scan.intervals.length > maxIntervals) break
    if (index.arrays[i]) openedArrays.add(start)
    scan.intervals = joined(scan.intervals, own)
    scan.bounded++
    if (own.length === 1 && own[0]!.point && !index.arrays[i]) constant.add(field.path)
    if (!own.every(interval => interval.point)) break
  }
  return withOrder(scan, sort, constant)
}

function intervalsFor(conditions: readonly FieldNode[], field: KeyField, isArray: boolean): Interval[] | undefined {
  let result: Interval[] | undefined
  for (const node of conditions) {
    if (node.path !== field.path) continue
    const own = intervalsOf(node)
    if (!own) continue
    if (result === undefined) result = own
    else if (!isArray) result = intersect(result, own)
    else if (own.length < result.length || own.every(interval => interval.point)) result = own
  }
  return result && field.descending ? flipped(result) : result
}

function joined(prefixes: readonly Interval[], own: readonly Interval[]): Interval[] {
  return prefixes.flatMap(prefix =>
    own.map(({ low, high, point }) => ({ low: prefix.low + low, high: prefix.low + high, point }))
  )
}

/** Whether the index order, its constant fields left out, is the order asked for or its reverse. */
function withOrder(scan: IndexScan, sort: readonly KeyField[], constant: ReadonlySet<string>): IndexScan {
  const wanted = sort.filter(field => !constant.has(field.path))
  if (scan.index.multikey) return { ...scan, sorted: sort.length === 0 }
  const offered = scan.index.spec.fields.filter(field => !constant.has(field.path))
  const first = offered[0]
  const reverse = wanted.length > 0 && first !== undefined && wanted[0]!.descending !== first.descending
  const sorted = wanted.every(
    (field, i) => field.path === offered[i]?.path && (field.descending !== offered[i]?.descending) === reverse
  )
  return { ...scan, reverse: sorted && reverse, sorted }
}

function scoreOf(scan: IndexScan, sort: readonly KeyField[]): number {
  const { fields, unique } = scan.index.spec
  const points = scan.intervals.every(interval => interval.point)
  if (scan.intervals.length === 0 || (unique && points && scan.bounded === fields.length))
    return 1000 - scan.intervals.length / maxIntervals
  const equalities = points ? scan.bounded : scan.bounded - 1
  const range = points ? 0 : 4
  const order = scan.sorted && sort.length > 0 ? 5 : 0
  return equalities * 10 + range + order - Math.min(2, scan.intervals.length / 100)
}

/** One scan for each branch of an `$or`, if every branch has an index. */
function unionOf(indexes: readonly DocumentIndex[], filter: FilterNode): Plan | undefined {
  const or =
    filter.kind === 'or' ? filter : filter.kind === 'and' ? filter.nodes.find(node => node.kind === 'or') : undefined
  if (or?.kind !== 'or') return undefined
  const plans: IndexScan[] = []
  for (const branch of or.nodes) {
    const plan = choosePlan(indexes, branch, [])
    if (plan.kind !== 'index' || plan.bounded === 0) return undefined
    plans.push(plan)
  }
  return { kind: 'union', plans }
}
