import {
  Binary,
  BSONRegExp,
  Decimal128,
  type Doc,
  Double,
  isDocument,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp
} from './bson.ts'
import { decimalOf } from './decimal.ts'

/** One character per BSON type, in MongoDB's order of types. `emptyArray` is what an index holds for `[]`. */
const mark = {
  minKey: '\x01',
  emptyArray: '\x02',
  null: '\x03',
  number: '\x04',
  string: '\x05',
  object: '\x06',
  array: '\x07',
  binary: '\x08',
  objectId: '\x09',
  boolean: '\x0a',
  date: '\x0b',
  timestamp: '\x0c',
  regex: '\x0d',
  maxKey: '\x0e'
} as const

export type TypeMark = (typeof mark)[keyof typeof mark]
export const emptyArray = Symbol('empty array')
export const typeMarks = mark

/** The place of a value's type in MongoDB's order; a missing value counts as null. */
export function markOf(value: unknown): TypeMark {
  switch (typeof value) {
    case 'string':
      return mark.string
    case 'number':
    case 'bigint':
      return mark.number
    case 'boolean':
      return mark.boolean
    case 'undefined':
      return mark.null
    case 'symbol':
      return mark.emptyArray
  }
  if (value === null) return mark.null
  if (isDocument(value)) return mark.object
  if (Array.isArray(value)) return mark.array
  if (value instanceof Date) return mark.date
  if (value instanceof ObjectId) return mark.objectId
  if (value instanceof Double || value instanceof Decimal128) return mark.number
  if (value instanceof Binary) return mark.binary
  if (value instanceof Timestamp) return mark.timestamp
  if (value instanceof BSONRegExp) return mark.regex
  if (value instanceof MinKey) return mark.minKey
  if (value instanceof MaxKey) return mark.maxKey
  throw new TypeError(`not a BSON value: ${typeof value}`)
}

/**
 * A string whose order among others is MongoDB's order of the values, and which is equal exactly for equal values
 * (1, 1.0, int64 1 and decimal 1 give the same). No key string is the beginning of another.
 */
export function keyOf(value: unknown): string {
  const type = markOf(value)
  return type + bodyOf(type, value)
}

/** Turns a key string round for a descending index. 0xffff stays free as the end of every range. */
export function inverted(key: string): string {
  let result = ''
  for (let i = 0; i < key.length; i++) result += String.fromCharCode(0xfffe - key.charCodeAt(i))
  return result
}

function bodyOf(type: TypeMark, value: unknown): string {
  switch (type) {
    case mark.string:
      return textKey(value as string)
    case mark.number:
      return numberKey(value)
    case mark.object:
      return objectKey(value as Doc)
    case mark.array:
      return `${(value as unknown[]).map(keyOf).join('')}\0`
    case mark.binary:
      return binaryKey(value as InstanceType<typeof Binary>)
    case mark.objectId:
      return Buffer.from((value as InstanceType<typeof ObjectId>).id).toString('latin1')
    case mark.boolean:
      return value ? '\x01' : '\0'
    case mark.date:
      return dateKey((value as Date).getTime())
    case mark.timestamp: {
      const { t, i } = value as { t: number; i: number }
      return chunks((BigInt(t) << 32n) | BigInt(i), 5, 14)
    }
    case mark.regex: {
      const { pattern, options } = value as { pattern: string; options: string }
      return textKey(pattern) + textKey(options)
    }
    default:
      return ''
  }
}

const special = /[\0\x01\ud800-\uffff]/

/** Escapes 0 and 1, ends with 0, and moves surrogates behind U+FFFF, because MongoDB compares UTF-8 bytes. */
function textKey(text: string): string {
  if (!special.test(text)) return `${text}\0`
  let result = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 2) result += `\x01${String.fromCharCode(code + 1)}`
    else if (code >= 0xe000) result += String.fromCharCode(code - 0x800)
    else if (code >= 0xd800 && code < 0xdc00) result += String.fromCharCode(code + 0x2000)
    else result += text[i]
  }
  return `${result}\0`
}

/** Field by field: type, name, value; a document that ends sooner comes first. */
function objectKey(document: Doc): string {
  let result = ''
  for (const field in document) {
    const type = markOf(document[field])
    result += type + textKey(field) + bodyOf(type, document[field])
  }
  return `${result}\0`
}

function binaryKey(value: InstanceType<typeof Binary>): string {
  const content = Buffer.from(value.buffer.subarray(0, value.position))
  return chunks(BigInt(content.length), 3, 14) + String.fromCharCode(value.sub_type) + content.toString('latin1')
}

function dateKey(time: number): string {
  const high = Math.floor(time / 2 ** 28)
  const low = time - high * 2 ** 28
  const shifted = high + 2 ** 27
  return String.fromCharCode(shifted >>> 14, shifted & 0x3fff, low >>> 14, low & 0x3fff)
}

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)
const exponentZero = 0x6000
const extraBits = 96

/** Class, binary exponent and 52 bits of mantissa; then 96 more bits for what no double can hold. */
function numberKey(value: unknown): string {
  const plain = value instanceof Double ? value.value : value instanceof Decimal128 ? decimalOf(value) : value
  if (typeof plain !== 'number') return exactKey(rationalOf(plain as bigint | { digits: bigint; exponent: number }))
  if (Number.isNaN(plain)) return '\x01'
  if (plain === 0) return '\x04'
  if (!Number.isFinite(plain)) return plain < 0 ? '\x02' : '\x06'
  float[0] = Math.abs(plain)
  const high = words[1]!
  const low = words[0]!
  const exponent = high >>> 20
  if (exponent === 0)
    return exactKey({ sign: plain < 0, over: BigInt(low) | (BigInt(high) << 32n), under: 1n << 1074n })
  const mantissa = high & 0xfffff
  const body = String.fromCharCode(
    exponent - 1023 + exponentZero,
    mantissa >>> 7,
    ((mantissa & 0x7f) << 6) | (low >>> 26),
    (low >>> 13) & 0x1fff,
    low & 0x1fff,
    0
  )
  return plain < 0 ? `\x03${inverted(body)}` : `\x05${body}`
}

type Rational = { sign: boolean; over: bigint; under: bigint }

function rationalOf(value: bigint | { digits: bigint; exponent: number }): Rational {
  const { digits, exponent } = typeof value === 'bigint' ? { digits: value, exponent: 0 } : value
  const sign = digits < 0n
  const magnitude = sign ? -digits : digits
  const power = 10n ** BigInt(Math.abs(exponent))
  return exponent < 0 ? { sign, over: magnitude, under: power } : { sign, over: magnitude * power, under: 1n }
}

function exactKey({ sign, over, under }: Rational): string {
  if (over === 0n) return '\x04'
  let exponent = bitLength(over) - bitLength(under)
  if (below(over, under, exponent)) exponent--
  const scale = 52 + extraBits - exponent
  const mantissa = (scale >= 0 ? (over << BigInt(scale)) / under : over / (under << BigInt(-scale))) - (1n << 148n)
  const rest = mantissa & ((1n << BigInt(extraBits)) - 1n)
  const head = String.fromCharCode(exponent + exponentZero) + chunks(mantissa >> BigInt(extraBits), 4, 13)
  const body = rest === 0n ? `${head}\0` : `${head}\x01${chunks(rest, 8, 12)}`
  return sign ? `\x03${inverted(body)}` : `\x05${body}`
}

/** Whether over/under < 2 ** exponent. */
function below(over: bigint, under: bigint, exponent: number): boolean {
  return exponent >= 0 ? over < under << BigInt(exponent) : over << BigInt(-exponent) < under
}

const bitLength = (value: bigint): number => value.toString(2).length

function chunks(value: bigint, count: number, bits: number): string {
  let result = ''
  for (let i = count - 1; i >= 0; i--) {
    result += String.fromCharCode(Number((value >> BigInt(i * bits)) & ((1n << BigInt(bits)) - 1n)))
  }
  return result
}
