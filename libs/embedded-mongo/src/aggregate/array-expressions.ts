import { compare, toInteger } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import type { Operator } from './operator.ts'

const isNull = (value: unknown): boolean => value === null || value === undefined

export const arrayOperators: Record<string, Operator> = {
  $size: {
    min: 1,
    max: 1,
    apply: ([list]) =>
      Array.isArray(list)
        ? list.length
        : fail(17124, `The argument to $size must be an array, but was of type: ${typeName(list)}`)
  },
  $isArray: { min: 1, max: 1, apply: ([list]) => Array.isArray(list) },
  $arrayElemAt: {
    min: 2,
    max: 2,
    apply: ([list, index]) =>
      isNull(list) || isNull(index) ? null : arrayOf('$arrayElemAt', 28689, list).at(indexOf(index))
  },
  $first: { min: 1, max: 1, apply: ([list]) => (isNull(list) ? null : arrayOf('$first', 28689, list)[0]) },
  $last: { min: 1, max: 1, apply: ([list]) => (isNull(list) ? null : arrayOf('$last', 28689, list).at(-1)) },
  $in: {
    min: 2,
    max: 2,
    apply: ([value, list]) => {
      if (!Array.isArray(list))
        return fail(40081, `$in requires an array as a second argument, found: ${typeName(list)}`)
      return list.some(item => compare(item, value) === 0 && (value === undefined) === (item === undefined))
    }
  },
  $concatArrays: {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    apply: lists => (lists.some(isNull) ? null : lists.flatMap(list => arrayOf('$concatArrays', 28664, list)))
  },
  $slice: {
    min: 2,
    max: 3,
    apply: ([list, from, count]) => {
      if (isNull(list) || isNull(from)) return null
      const array = arrayOf('$slice', 28724, list)
      const start = indexOf(from)
      if (count === undefined) return start < 0 ? array.slice(start) : array.slice(0, start)
      const length = indexOf(count)
      if (length <= 0) fail(28729, `Third argument to $slice must be positive: ${length}`)
      const first = start < 0 ? Math.max(0, array.length + start) : start
      return array.slice(first, first + length)
    }
  },
  $reverseArray: {
    min: 1,
    max: 1,
    apply: ([list]) => (isNull(list) ? null : arrayOf('$reverseArray', 34435, list).toReversed())
  }
}

function arrayOf(operator: string, code: number, value: unknown): unknown[] {
  return Array.isArray(value)
    ? value
    : fail(code, `The argument of ${operator} must be an array, but was of type: ${typeName(value)}`)
}

function indexOf(value: unknown): number {
  return toInteger(value) ?? fail(28690, `an array index must be a whole number, but was of type: ${typeName(value)}`)
}
