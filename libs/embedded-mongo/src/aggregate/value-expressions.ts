import { compare, isTruthy } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { type Operator, operator } from './operator.ts'

const comparison = (test: (order: number) => boolean): Operator => operator(2, 2, (a, b) => test(order(a, b)))

/** Comparison. */
export const valueOperators: Record<string, Operator> = {
  $eq: comparison(result => result === 0),
  $ne: comparison(result => result !== 0),
  $gt: comparison(result => result > 0),
  $gte: comparison(result => result >= 0),
  $lt: comparison(result => result < 0),
  $lte: comparison(result => result <= 0),
  $not: operator(1, 1, value => !isTruthy(value)),
  $in: operator(2, 2, (value, list) => {
    if (!Array.isArray(list)) return fail(40081, `$in requires an array, not ${typeName(list)}`)
    return list.some(item => order(item, value) === 0)
  })
}

/** In expressions, unlike in filters, a missing value is less than null. */
function order(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined)
  return compare(a, b)
}
