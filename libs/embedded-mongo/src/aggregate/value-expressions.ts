import { documentOf, isDocument } from '../values/bson.ts'
import { compare, isNumber, isTruthy, toInteger, toNumber } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { any, isNull, type Operator, operator, strict } from './operator.ts'
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
  $arrayElemAt: strict(2, 2, (list, index) => arrayOf('$arrayElemAt', 28689, list).at(whole(index, 28690, 28691))),
  $first: strict(1, 1, list => arrayOf('$first', 28689, list)[0]),
  $last: strict(1, 1, list => arrayOf('$last', 28689, list).at(-1)),
  $in: operator(2, 2, (value, list) => arrayOf('$in', 40081, list).some(item => order(item, value) === 0)),
  $concatArrays: strict(0, any, (...lists) => lists.flatMap(list => arrayOf('$concatArrays', 28664, list))),
  $slice: strict(2, 3, slice),
  $concat: strict(0, any, (...texts) => texts.map(text).join('')),
  $toLower: operator(1, 1, value => textOf(value ?? '').toLowerCase()),
  $toUpper: operator(1, 1, value => textOf(value ?? '').toUpperCase()),
  $toString: strict(1, 1, textOf),
  $mergeObjects: operator(0, any, (...args) => {
    const list = (args.length === 1 && Array.isArray(args[0]) ? args[0] : args).filter(item => !isNull(item))
    for (const item of list)
      if (!isDocument(item)) fail(40400, `$mergeObjects requires object inputs, not ${typeName(item)}`)
    return Object.assign(documentOf({}), ...list)
  })
}

/** In expressions, unlike in filters, a missing value is less than null. */
function order(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined)
  return compare(a, b)
}

function slice(list: unknown, from: unknown, count?: unknown): unknown[] {
  const array = arrayOf('$slice', 28724, list)
  const start = whole(from, 28725, 28726)
  if (count === undefined) return start < 0 ? array.slice(start) : array.slice(0, start)
  const length = whole(count, 28727, 28728)
  if (length <= 0) fail(28729, `Third argument to $slice must be positive: ${length}`)
  const first = start < 0 ? Math.max(0, array.length + start) : start
  return array.slice(first, first + length)
}

const arrayOf = (name: string, code: number, value: unknown): unknown[] =>
  Array.isArray(value) ? value : fail(code, `${name} requires an array, not ${typeName(value)}`)

function whole(value: unknown, notNumeric: number, notWhole: number): number {
  if (!isNumber(value)) fail(notNumeric, `a position in an array must be numeric, not ${typeName(value)}`)
  return toInteger(value) ?? fail(notWhole, `a position in an array must be whole, not ${toNumber(value)}`)
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : fail(16702, `$concat only supports strings, not ${typeName(value)}`)

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (typeName(value) === 'double') return doubleText(toNumber(value))
  if (isNumber(value) || ['string', 'bool', 'objectId'].includes(typeName(value))) return String(value)
  return fail(241, `Unsupported conversion from ${typeName(value)} to string in $convert with no onError value`)
}

/** What C writes for `%.16g`. */
function doubleText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return Object.is(value, -0) ? '-0' : String(value)
  const [digits, exponent] = value.toExponential(15).split('e') as [string, string]
  const power = Number(exponent)
  if (power >= -4 && power < 16) return String(Number(value.toPrecision(16)))
  return `${Number(digits)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}
