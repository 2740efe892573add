import { divide, double, integer, subtract } from '../values/arithmetic.ts'
import { Decimal128 } from '../values/bson.ts'
import { isNumber, toNumber } from '../values/compare.ts'
import { fromDecimal, toDecimal } from '../values/decimal.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { type Operator, strict } from './operator.ts'

/** Arithmetic. Types grow as in MongoDB; a long that overflows becomes a double. */
export const numberOperators: Record<string, Operator> = {
  $subtract: strict(2, 2, difference),
  $divide: strict(2, 2, (a, b) => {
    if (toNumber(numeric('$divide', b)) === 0) fail(2, "can't $divide by zero")
    return divide(numeric('$divide', a), b)
  }),
  $floor: strict(1, 1, a => floor(numeric('$floor', a, 28765)))
}

function difference(a: unknown, b: unknown): unknown {
  if (a instanceof Date && b instanceof Date) return BigInt(a.getTime() - b.getTime())
  if (a instanceof Date && isNumber(b)) return dateAt(a.getTime() - Math.round(toNumber(b)))
  if (!isNumber(a) || !isNumber(b)) fail(14, `can't $subtract ${typeName(b)} from ${typeName(a)}`)
  return subtract(a, b) ?? double(toNumber(a) - toNumber(b))
}

/** Refuses an instant that no date can hold. */
function dateAt(instant: number): Date {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? fail(15, 'date overflow') : date
}

const numeric = (operator: string, value: unknown, code = 14): unknown =>
  isNumber(value) ? value : fail(code, `${operator} only supports numeric types, not ${typeName(value)}`)

/** Keeps the type. */
function floor(value: unknown): unknown {
  if (typeof value === 'bigint') return value
  if (!(value instanceof Decimal128))
    return typeName(value) === 'double' ? double(Math.floor(toNumber(value))) : integer(BigInt(value as number))
  const exact = toDecimal(value)
  if (typeof exact === 'number' || exact.exponent >= 0) return value
  const divisor = 10n ** BigInt(-exact.exponent)
  const below = exact.digits % divisor < 0n ? 1n : 0n
  return fromDecimal({ digits: exact.digits / divisor - below, exponent: 0 })
}
