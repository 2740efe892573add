import { Decimal128, Double } from './bson.ts'
import { toNumber } from './compare.ts'
import { addDecimals, type Decimal, divideDecimals, fromDecimal, subtractDecimals, toDecimal } from './decimal.ts'
import { isInt32 } from './type-names.ts'

const minLong = -(2n ** 63n)
const maxLong = 2n ** 63n - 1n

/** Keeps a double a double, even if it is whole. */
export const double = (value: number): unknown => (isInt32(value) ? new Double(value) : value)

/** An int32 if it fits, else an int64; undefined on overflow. */
export function integer(value: bigint): number | bigint | undefined {
  if (value < minLong || value > maxLong) return undefined
  const number = Number(value)
  return isInt32(number) ? number : value
}

type Operation = {
  integers: (a: bigint, b: bigint) => bigint
  doubles: (a: number, b: number) => number
  decimals: (a: Decimal, b: Decimal) => Decimal
}

const addition: Operation = { integers: (a, b) => a + b, doubles: (a, b) => a + b, decimals: addDecimals }
const subtraction: Operation = { integers: (a, b) => a - b, doubles: (a, b) => a - b, decimals: subtractDecimals }

/** Adds as MongoDB does: the wider type wins, int32 grows to int64. Undefined if an int64 overflows. */
export const add = (a: unknown, b: unknown): unknown => combine(addition, a, b)
export const subtract = (a: unknown, b: unknown): unknown => combine(subtraction, a, b)

/** A double, or a decimal if either is one. The divisor must not be zero. */
export function divide(a: unknown, b: unknown): unknown {
  if (!(a instanceof Decimal128 || b instanceof Decimal128)) return double(toNumber(a) / toNumber(b))
  return decimal(a, b, divideDecimals, (x, y) => x / y)
}

function combine(operation: Operation, a: unknown, b: unknown): unknown {
  if (isInt(a) && isInt(b)) {
    const result = operation.doubles(a, b)
    if (Number.isSafeInteger(result)) return isInt32(result) || result === 0 ? result | 0 : BigInt(result)
  }
  if (a instanceof Decimal128 || b instanceof Decimal128) return decimal(a, b, operation.decimals, operation.doubles)
  if (isWhole(a) && isWhole(b)) {
    const result = operation.integers(BigInt(a), BigInt(b))
    if (result < minLong || result > maxLong) return undefined
    return isInt(a) && isInt(b) ? integer(result) : result
  }
  return double(operation.doubles(toNumber(a), toNumber(b)))
}

function decimal(
  a: unknown,
  b: unknown,
  exact: (a: Decimal, b: Decimal) => Decimal,
  special: (a: number, b: number) => number
): unknown {
  const left = toDecimal(a)
  const right = toDecimal(b)
  if (typeof left === 'object' && typeof right === 'object') return fromDecimal(exact(left, right))
  return Decimal128.fromString(String(special(toNumber(a), toNumber(b))))
}

const isInt = (value: unknown): value is number => typeof value === 'number' && isInt32(value)
/** Whether a number has an integer type: int32 or int64. */
const isWhole = (value: unknown): value is number | bigint => typeof value === 'bigint' || isInt(value)
