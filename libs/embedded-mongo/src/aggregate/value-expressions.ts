import { compare, isTruthy } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { any, type Operator, operator, strict } from './operator.ts'
import { maximum, mean, minimum, total } from './totals.ts'

const comparison = (test: (order: number) => boolean): Operator => operator(2, 2, (a, b) => test(order(a, b)))

/** Of an array alone, or of all arguments. */
const overall = (compute: (values: unknown[]) => unknown): Operator =>
  operator(1, any, (...args) => compute(args.length === 1 && Array.isArray(args[0]) ? args[0] : args))

/** Comparison, arrays, text and documents. */
export const valueOperators: Record<string, Operator> = {
  $eq: comparison(result => result === 0),
  $ne: comparison(result => result !== 0),
  $gt: comparison(result => result > 0),
  $gte: comparison(result => result >= 0),
  $lt: comparison(result => result < 0),
  $lte: comparison(result => result <= 0),
  $cmp: operator(2, 2, (a, b) => Math.sign(order(a, b))),
  $not: operator(1, 1, value => !isTruthy(value)),
  $type: operator(1, 1, typeName),
  $sum: overall(total),
  $avg: overall(mean),
  $min: overall(minimum),
  $max: overall(maximum),
  $size: operator(1, 1, list => arrayOf('$size', 17124, list).length),
  $isArray: operator(1, 1, list => Array.isArray(list)),
  $first: strict(1, 1, list => arrayOf('$first', 28689, list)[0]),
  $last: strict(1, 1, list => arrayOf('$last', 28689, list).at(-1)),
  $in: operator(2, 2, (value, list) => arrayOf('$in', 40081, list).some(item => order(item, value) === 0)),
  $concat: strict(0, any, (...texts) => texts.map(text).join(''))
}

/** In expressions, unlike in filters, a missing value is less than null. */
function order(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined)
  return compare(a, b)
}

const arrayOf = (name: string, code: number, value: unknown): unknown[] =>
  Array.isArray(value) ? value : fail(code, `${name} requires an array, not ${typeName(value)}`)

const text = (value: unknown): string =>
  typeof value === 'string' ? value : fail(16702, `$concat only supports strings, not ${typeName(value)}`)
