import { Decimal128, Double } from './bson.ts'

/** An exact finite number: `digits * 10 ** exponent`. */
export type Decimal = { digits: bigint; exponent: number }

const maxDigits = 34

/** Reads a Decimal128; NaN and the infinities come back as JS numbers. */
export function decimalOf(value: InstanceType<typeof Decimal128>): Decimal | number {
  const text = value.toString()
  if (text === 'NaN') return Number.NaN
  if (text.endsWith('Infinity')) return text.startsWith('-') ? -Infinity : Infinity
  return parseDecimal(text)
}

/** Parses the output of `Decimal128.toString` and `Number.toString`. */
function parseDecimal(text: string): Decimal {
  const [mantissa = '0', power = '0'] = text.toLowerCase().split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length }
}

/** Converts any numeric BSON value; a double keeps 15 digits, as in MongoDB's arithmetic. */
export function toDecimal(value: unknown): Decimal | number {
  if (value instanceof Decimal128) return decimalOf(value)
  if (typeof value === 'bigint') return { digits: value, exponent: 0 }
  const number = value instanceof Double ? value.value : (value as number)
  if (!Number.isFinite(number)) return number
  return parseDecimal(Number.isInteger(number) ? String(number) : String(Number(number.toPrecision(15))))
}

/** Rounds to 34 digits, half to even, and packs. */
export function fromDecimal({ digits, exponent }: Decimal): InstanceType<typeof Decimal128> {
  let surplus = digitCount(digits) - maxDigits
  while (surplus > 0) {
    digits = divideHalfEven(digits, 10n ** BigInt(surplus))
    exponent += surplus
    surplus = digitCount(digits) - maxDigits
  }
  return Decimal128.fromString(`${digits}E${exponent}`)
}

/** Computes with both numbers' digits at the smaller exponent. */
const aligned =
  (compute: (a: bigint, b: bigint) => bigint) =>
  (a: Decimal, b: Decimal): Decimal => {
    const exponent = Math.min(a.exponent, b.exponent)
    const scaled = (d: Decimal) => d.digits * 10n ** BigInt(d.exponent - exponent)
    return { digits: compute(scaled(a), scaled(b)), exponent }
  }

export const addDecimals = aligned((a, b) => a + b)
export const subtractDecimals = aligned((a, b) => a - b)

export function divideDecimals(a: Decimal, b: Decimal): Decimal {
  const shift = Math.max(0, maxDigits + 2 + digitCount(b.digits) - digitCount(a.digits))
  const quotient = { digits: (a.digits * 10n ** BigInt(shift)) / b.digits, exponent: a.exponent - b.exponent - shift }
  while (quotient.exponent < 0 && quotient.digits !== 0n && quotient.digits % 10n === 0n) {
    quotient.digits /= 10n
    quotient.exponent++
  }
  return quotient
}

function digitCount(digits: bigint): number {
  return digits.toString().length - (digits < 0n ? 1 : 0)
}

function divideHalfEven(a: bigint, b: bigint): bigint {
  const negative = a < 0n
  const magnitude = negative ? -a : a
  let quotient = magnitude / b
  const twice = (magnitude % b) * 2n
  if (twice > b || (twice === b && quotient % 2n === 1n)) quotient++
  return negative ? -quotient : quotient
}
