import { add, divide, double, integer, isWhole, multiply, subtract } from '../values/arithmetic.ts'
import { Decimal128, documentOf, isDocument } from '../values/bson.ts'
import { compare, isNumber, isTruthy, toInteger, toNumber } from '../values/compare.ts'
import { type Decimal, fromDecimal, parseDecimal, toDecimal } from '../values/decimal.ts'
import { describe } from '../values/describe.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import type { Operator } from './operator.ts'
import { maximum, mean, minimum, total } from './totals.ts'

const any = Number.POSITIVE_INFINITY
const isNull = (value: unknown): boolean => value === null || value === undefined

/** Runs unless an argument is null or missing: then the result is null. */
function strict(min: number, max: number, apply: (...args: never[]) => unknown): Operator {
  return { min, max, apply: args => (args.some(isNull) ? null : (apply as (...args: unknown[]) => unknown)(...args)) }
}

const comparison = (test: (order: number) => boolean): Operator => ({
  min: 2,
  max: 2,
  apply: ([a, b]) => test(order(a, b))
})

/** In expressions, unlike in filters, a missing value is less than null. */
function order(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined)
    return Number(b === undefined) - Number(a === undefined) === 0 ? 0 : a === undefined ? -1 : 1
  return compare(a, b)
}

/** Of an array alone, or of all arguments. */
const overall = (compute: (values: unknown[]) => unknown): Operator => ({
  min: 1,
  max: any,
  apply: args => compute(args.length === 1 && Array.isArray(args[0]) ? args[0] : args)
})

export const scalarOperators: Record<string, Operator> = {
  $add: strict(0, any, (...args: unknown[]) => args.reduce(addTwo, 0)),
  $subtract: strict(2, 2, subtractTwo),
  $multiply: strict(0, any, (...args: unknown[]) =>
    args.reduce(
      (a, b) => multiply(numeric('$multiply', a), numeric('$multiply', b)) ?? double(toNumber(a) * toNumber(b)),
      1
    )
  ),
  $divide: strict(2, 2, (a: unknown, b: unknown) => {
    if (toNumber(numeric('$divide', b)) === 0) fail(2, "can't $divide by zero")
    return divide(numeric('$divide', a), b)
  }),
  $mod: strict(2, 2, (a: unknown, b: unknown) => {
    if (toNumber(numeric('$mod', b)) === 0) fail(16610, "can't $mod by zero")
    const result = toNumber(numeric('$mod', a)) % toNumber(b)
    if (a instanceof Decimal128 || b instanceof Decimal128) return Decimal128.fromString(String(result))
    if (typeof a === 'bigint' || typeof b === 'bigint')
      return isWhole(a) && isWhole(b) ? BigInt(a) % BigInt(b) : double(result)
    return isWhole(a) && isWhole(b) ? result | 0 : double(result)
  }),
  $abs: strict(1, 1, (a: unknown) => (toNumber(numeric('$abs', a)) < 0 ? subtract(0, a) : a)),
  $ceil: strict(1, 1, (a: unknown) => rounded('$ceil', a, 0, up)),
  $floor: strict(1, 1, (a: unknown) => rounded('$floor', a, 0, down)),
  $trunc: strict(1, 2, (a: unknown, place: unknown = 0) => rounded('$trunc', a, placeOf(place), toZero)),
  $round: strict(1, 2, (a: unknown, place: unknown = 0) => rounded('$round', a, placeOf(place), halfEven)),
  $eq: comparison(result => result === 0),
  $ne: comparison(result => result !== 0),
  $gt: comparison(result => result > 0),
  $gte: comparison(result => result >= 0),
  $lt: comparison(result => result < 0),
  $lte: comparison(result => result <= 0),
  $cmp: { min: 2, max: 2, apply: ([a, b]) => Math.sign(order(a, b)) },
  $not: { min: 1, max: 1, apply: ([value]) => !isTruthy(value) },
  $sum: overall(total),
  $avg: overall(mean),
  $min: overall(minimum),
  $max: overall(maximum),
  $concat: strict(0, any, (...args: unknown[]) => args.map(item => text('$concat', item)).join('')),
  $toLower: { min: 1, max: 1, apply: ([value]) => (isNull(value) ? '' : toText(value).toLowerCase()) },
  $toUpper: { min: 1, max: 1, apply: ([value]) => (isNull(value) ? '' : toText(value).toUpperCase()) },
  $strLenCP: { min: 1, max: 1, apply: ([value]) => [...text('$strLenCP', value)].length },
  $substrCP: {
    min: 3,
    max: 3,
    apply: ([value, from, count]) =>
      isNull(value) ? '' : [...toText(value)].slice(indexOf(from), indexOf(from) + indexOf(count)).join('')
  },
  $toString: strict(1, 1, toText),
  $toDouble: strict(1, 1, (value: unknown) => double(converted(value, 'double'))),
  $toInt: strict(1, 1, (value: unknown) => Number(wholeOf(value, 'int', 31n))),
  $toLong: strict(1, 1, (value: unknown) => wholeOf(value, 'long', 63n)),
  $toDate: strict(1, 1, (value: unknown) => {
    const date = new Date(typeof value === 'string' ? value : converted(value, 'date'))
    return Number.isNaN(date.getTime()) ? fail(241, `Error parsing date string '${String(value)}'`) : date
  }),
  $type: { min: 1, max: 1, apply: ([value]) => typeName(value) },
  $mergeObjects: {
    min: 0,
    max: any,
    apply: args => {
      const objects = args.length === 1 && Array.isArray(args[0]) ? args[0] : args
      return objects.reduce((result, item) => {
        if (isNull(item)) return result
        return isDocument(item)
          ? Object.assign(result as object, item)
          : fail(
              40400,
              `$mergeObjects requires object inputs, but input ${describe(item)} is of type ${typeName(item)}`
            )
      }, documentOf({}))
    }
  }
}

function addTwo(a: unknown, b: unknown): unknown {
  if (a instanceof Date || b instanceof Date) {
    if (a instanceof Date && b instanceof Date) fail(16612, 'only one date allowed in an $add expression')
    const [date, number] = a instanceof Date ? [a, b] : [b as Date, a]
    return new Date(date.getTime() + Math.round(toNumber(numeric('$add', number, 'numeric or date types'))))
  }
  const values = [a, b].map(value => numeric('$add', value, 'numeric or date types'))
  return add(values[0], values[1]) ?? double(toNumber(a) + toNumber(b))
}

function subtractTwo(a: unknown, b: unknown): unknown {
  if (a instanceof Date) {
    if (b instanceof Date) return BigInt(a.getTime() - b.getTime())
    if (isNumber(b)) return new Date(a.getTime() - Math.round(toNumber(b)))
  }
  if (!isNumber(a) || !isNumber(b)) fail(14, `can't $subtract ${typeName(b)} from ${typeName(a)}`)
  return subtract(a, b) ?? double(toNumber(a) - toNumber(b))
}

function numeric(operator: string, value: unknown, what = 'numeric types'): unknown {
  return isNumber(value) ? value : fail(14, `${operator} only supports ${what}, not ${typeName(value)}`)
}

function indexOf(value: unknown): number {
  const index = toInteger(value)
  return index === undefined || index < 0
    ? fail(34450, `$substrCP: indexes must be whole and not negative, found ${describe(value)}`)
    : index
}

function text(operator: string, value: unknown): string {
  return typeof value === 'string'
    ? value
    : fail(operator === '$concat' ? 16702 : 34471, `${operator} only supports strings, not ${typeName(value)}`)
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString()
  if (isNumber(value))
    return value instanceof Decimal128
      ? value.toString()
      : typeof value === 'bigint'
        ? String(value)
        : String(toNumber(value))
  if (typeof value === 'boolean') return String(value)
  if (typeName(value) === 'objectId') return String(value)
  return fail(241, `Unsupported conversion from ${typeName(value)} to string in $convert with no onError value`)
}

/** Cuts off the fraction. Throws 241 if the result needs more than `bits` bits besides its sign. */
function wholeOf(value: unknown, target: string, bits: bigint): bigint {
  const number = typeof value === 'bigint' ? value : converted(value, target)
  const whole = typeof number === 'bigint' ? number : Number.isFinite(number) ? BigInt(Math.trunc(number)) : undefined
  if (whole === undefined || whole >= 1n << bits || whole < -(1n << bits)) {
    return fail(241, `Conversion would overflow target type in $convert with no onError value: ${describe(value)}`)
  }
  return whole
}

function placeOf(value: unknown): number {
  const place = toInteger(value)
  if (place === undefined) return fail(51082, `precision argument to $round must be an integer, not ${describe(value)}`)
  return place < -20 || place > 100
    ? fail(51083, 'cannot apply $round with a precision out of range [-20, 100]')
    : place
}

function converted(value: unknown, target: string): number {
  if (isNumber(value)) return toNumber(value)
  if (typeof value === 'boolean') return Number(value)
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
  return fail(241, `Failed to convert ${describe(value)} to ${target} in $convert with no onError value`)
}

type Rounding = (quotient: bigint, rest: bigint, divisor: bigint) => bigint

const down: Rounding = (quotient, rest) => (rest < 0n ? quotient - 1n : quotient)
const up: Rounding = (quotient, rest) => (rest > 0n ? quotient + 1n : quotient)
const toZero: Rounding = quotient => quotient
const halfEven: Rounding = (quotient, rest, divisor) => {
  const twice = (rest < 0n ? -rest : rest) * 2n
  if (twice < divisor || (twice === divisor && quotient % 2n === 0n)) return quotient
  return rest < 0n ? quotient - 1n : quotient + 1n
}

/** Rounds the exact value at a decimal place; the type stays. */
function rounded(operator: string, value: unknown, place: number, round: Rounding): unknown {
  const exact = exactly(numeric(operator, value))
  if (exact === undefined || exact.exponent >= -place) return value
  const divisor = 10n ** BigInt(-place - exact.exponent)
  const digits = round(exact.digits / divisor, exact.digits % divisor, divisor)
  if (value instanceof Decimal128) return fromDecimal({ digits, exponent: -place })
  const result = Number(`${digits}e${-place}`)
  if (typeName(value) === 'double') return double(result)
  return typeof value === 'bigint' ? digits * 10n ** BigInt(-place) : integer(BigInt(result))
}

function exactly(value: unknown): Decimal | undefined {
  if (typeof value === 'bigint' || value instanceof Decimal128) {
    const decimal = toDecimal(value)
    return typeof decimal === 'number' ? undefined : decimal
  }
  const number = toNumber(value)
  return Number.isFinite(number)
    ? parseDecimal(Math.abs(number) < 1e21 ? number.toFixed(60) : String(number))
    : undefined
}
