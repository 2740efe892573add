import type { FieldNode } from '../query/field-operators.ts'
import { prefixOf } from '../query/prefix.ts'
import { type BSONRegExp, MaxKey, MinKey } from '../values/bson.ts'
import { isNaNValue } from '../values/compare.ts'
import { keyEnd as end, inverted, keyOf, markOf, textKey, typeMarks } from '../values/key-string.ts'

/** Key strings k with low <= k < high. `point`: exactly the keys of one value. */
export type Interval = { low: string; high: string; point: boolean }

/** Where in an ascending index a condition can be true, in order; undefined if anywhere. */
export function intervalsOf(node: FieldNode): Interval[] | undefined {
  const { operator, operand } = node
  switch (operator) {
    case '$eq':
      return isBoundable(operand) ? [pointOf(keyOf(operand))] : undefined
    case '$in': {
      const list = operand as unknown[]
      if (!list.every(isBoundable)) return undefined
      return [...new Set(list.map(keyOf))].sort(byCodeUnits).map(pointOf)
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return rangeOf(operator, operand)
    case '$regex': {
      const low = typeMarks.string + textKey(prefixOf(operand as InstanceType<typeof BSONRegExp>))
      return [{ low, high: low + end, point: false }, pointOf(keyOf(operand))]
    }
    default:
      return undefined
  }
}

/** Not arrays: a single key does not show all the ways in which they match. */
const isBoundable = (operand: unknown): boolean => !Array.isArray(operand)

function rangeOf(operator: string, operand: unknown): Interval[] | undefined {
  if (Array.isArray(operand) || operand instanceof MaxKey || operand instanceof MinKey) return undefined
  if (operand === null) return operator.endsWith('e') ? [pointOf(keyOf(null))] : []
  if (isNaNValue(operand)) return operator.endsWith('e') ? [pointOf(keyOf(operand))] : []
  const type = markOf(operand)
  const key = keyOf(operand)
  switch (operator) {
    case '$gt':
      return [{ low: key + end, high: type + end, point: false }]
    case '$gte':
      return [{ low: key, high: type + end, point: false }]
    case '$lt':
      return [{ low: type, high: key, point: false }]
    default:
      return [{ low: type, high: key + end, point: false }]
  }
}

const pointOf = (key: string): Interval => ({ low: key, high: key + end, point: true })

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The intersection of both lists. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const common = a.flatMap(x =>
    b.map(y => ({
      low: [x.low, y.low].sort(byCodeUnits)[1]!,
      high: [x.high, y.high].sort(byCodeUnits)[0]!,
      point: x.point || y.point
    }))
  )
  return common.filter(({ low, high }) => low < high)
}

/** The same intervals in a descending index. */
export function flipped(intervals: readonly Interval[]): Interval[] {
  return intervals.map(({ low, high, point }) => ({ low: edge(high), high: edge(low), point })).reverse()
}

const edge = (bound: string): string => (bound.endsWith(end) ? inverted(bound.slice(0, -1)) : inverted(bound) + end)
