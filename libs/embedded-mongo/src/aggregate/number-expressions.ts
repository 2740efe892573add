import { add, divide, double, integer, multiply, remainder, subtract } from '../values/arithmetic.ts'
import { Decimal128 } from '../values/bson.ts'
import { isNumber, toInteger, toNumber } from '../values/compare.ts'
import { type Decimal, fromDecimal, parseDecimal, toDecimal } from '../values/decimal.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { any, type Operator, strict } from './operator.ts'

/** Arithmetic. Types grow as in MongoDB; a long that overflows becomes a double. */
export const numberOperators: Record<string, Operator> = {
  $add: strict(0, any, (...args) => args.reduce(sum, 0)),
  $subtract: strict(2, 2, difference),
  $multiply: strict(0, any, (...args) =>
    args.reduce((a, b) => multiply(a, numeric('$multiply', b)) ?? double(toNumber(a) * toNumber(b)), 1)
  ),
  $divide: strict(2, 2, (a, b) => {
    if (toNumber(numeric('$divide', b)) === 0) fail(2, "can't $divide by zero")
    return divide(numeric('$divide', a), b)
  }),
  $mod: strict(2, 2, (a, b) => {
    if (toNumber(numeric('$mod', b, 16611)) === 0) fail(16610, "can't $mod by zero")
    return remainder(numeric('$mod', a, 16611), b)
  }),
  $abs: strict(1, 1, a => (toNumber(numeric('$abs', a, 28765)) < 0 ? negated(a) : a)),
  $ceil: strict(1, 1, a => rounded(numeric('$ceil', a, 28765), 0, up)),
  $floor: strict(1, 1, a => rounded(numeric('$floor', a, 28765), 0, down)),
  $trunc: strict(1, 2, (a, place = 0) => rounded(numeric('$trunc', a, 51081), placeOf(place), toZero)),
  $round: strict(1, 2, (a, place = 0) => rounded(numeric('$round', a, 51081), placeOf(place), halfEven))
}

const negated = (a: unknown): unknown => subtract(0, a) ?? fail(28680, "can't take $abs of long long min")

/** Refuses an instant that no date can hold. */
function dateAt(instant: number): Date {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? fail(15, 'date overflow') : date
}

function sum(a: unknown, b: unknown): unknown {
  if (a instanceof Date || b instanceof Date) {
    if (a instanceof Date && b instanceof Date) fail(16612, 'only one date allowed in an $add expression')
    const [date, number] = a instanceof Date ? [a, b] : [b as Date, a]
    return dateAt(date.getTime() + Math.round(toNumber(numeric('$add', number))))
  }
  return add(numeric('$add', a), numeric('$add', b)) ?? double(toNumber(a) + toNumber(b))
}

function difference(a: unknown, b: unknown): unknown {
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime())
  if (a instanceof Date && isNumber(b)) return dateAt(a.getTime() - Math.round(toNumber(b)))
  if (!isNumber(a) || !isNumber(b)) fail(14, `can't $subtract ${typeName(b)} from ${typeName(a)}`)
  return subtract(a, b) ?? double(toNumber(a) - toNumber(b))
}

const numeric = (operator: string, value: unknown, code = 14): unknown =>
  isNumber(value) ? value : fail(code, `${operator} only supports numeric types, not ${typeName(value)}`)

function placeOf(value: unknown): number {
  const place = toInteger(value) ?? fail(51082, 'the precision of a rounding must be an integer')
  return place < -20 || place > 100 ? fail(51083, `cannot round to the precision ${place}`) : place
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
function rounded(value: unknown, place: number, round: Rounding): unknown {
  const exact = exactly(value)
  if (exact === undefined || exact.exponent >= -place) return value
  const divisor = 10n ** BigInt(-place - exact.exponent)
  const digits = round(exact.digits / divisor, exact.digits % divisor, divisor)
  if (value instanceof Decimal128) return fromDecimal({ digits, exponent: -place })
  const result = Number(`${digits}e${-place}`)
  if (typeName(value) === 'double') return double(result)
  if (typeof value !== 'bigint') return integer(BigInt(result))
  const whole = digits * 10n ** BigInt(-place)
  return integer(whole) === undefined ? fail(51080, 'rounding overflows a long') : whole
}

function exactly(value: unknown): Decimal | undefined {
  if (typeof value === 'bigint' || value instanceof Decimal128) {
    const decimal = toDecimal(value)
    return typeof decimal === 'number' ? undefined : decimal
  }
  const number = toNumber(value)
  if (!Number.isFinite(number)) return undefined
  return parseDecimal(Math.abs(number) < 1e21 ? number.toFixed(60) : String(number))
}
