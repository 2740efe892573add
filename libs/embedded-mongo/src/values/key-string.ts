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
import { type Decimal, decimalOf } from './decimal.ts'

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

/** Greater than every character of a key string: the end of a range. */
export const keyEnd = '\u0100'

/**
 * A string of bytes (characters up to 255) that sorts in MongoDB's order of the values and is equal exactly for equal
 * values (1, 1.0, int64 1 and decimal 1 give the same). None is a prefix of another.
 */
export function keyOf(value: unknown): string {
  const type = markOf(value)
  return type + bodyOf(type, value)
}

/** Inverts a key string for a descending index. */
export function inverted(key: string): string {
  let result = ''
  for (let i = 0; i < key.length; i++) result += String.fromCharCode(0xff - key.charCodeAt(i))
  return result
}

function bodyOf(type: TypeMark, value: unknown): string {
  switch (type) {
    case mark.string:
      return `${textKey(value as string)}\0`
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
      return word(t) + word(i)
    }
    case mark.regex: {
      const { pattern, options } = value as { pattern: string; options: string }
      return `${textKey(pattern)}\0${textKey(options)}\0`
    }
    default:
      return ''
  }
}

const special = /[\0\x01\u0080-\uffff]/

/** The bytes of a text, without the 0 that ends them: UTF-8, with 0 and 1 escaped. */
export function textKey(text: string): string {
  if (!special.test(text)) return text
  const bytes = Buffer.from(text).toString('latin1')
  return bytes.replace(/[\0\x01]/g, byte => (byte === '\0' ? '\x01\x01' : '\x01\x02'))
}

/** Field by field: type, name, value; a shorter document comes first. */
function objectKey(document: Doc): string {
  let result = ''
  for (const field in document) {
    const type = markOf(document[field])
    result += `${type}${textKey(field)}\0${bodyOf(type, document[field])}`
  }
  return `${result}\0`
}

function binaryKey(value: InstanceType<typeof Binary>): string {
  const content = Buffer.from(value.buffer.subarray(0, value.position))
  return word(content.length) + String.fromCharCode(value.sub_type) + content.toString('latin1')
}

function dateKey(time: number): string {
  const high = Math.floor(time / 2 ** 32)
  return word(high + 2 ** 31) + word(time - high * 2 ** 32)
}

/** The four bytes of a whole number below 2 ** 32. */
const word = (value: number): string =>
  String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255)

const float = new DataView(new ArrayBuffer(8))
const exponentZero = 0x8000
const extraBits = 96

/** Class, binary exponent and 52 bits of mantissa; then 96 more bits for precision beyond a double's. */
function numberKey(value: unknown): string {
  const plain = value instanceof Double ? value.value : value instanceof Decimal128 ? decimalOf(value) : value
  if (typeof plain !== 'number') return exactKey(rationalOf(plain as bigint | Decimal))
  if (Number.isNaN(plain)) return '\x01'
  if (plain === 0) return '\x04'
  if (!Number.isFinite(plain)) return plain < 0 ? '\x02' : '\x06'
  float.setFloat64(0, Math.abs(plain))
  const high = float.getUint32(0)
  const low = float.getUint32(4)
  const exponent = (high >>> 20) - 1023 + exponentZero
  if (high >>> 20 === 0) return exactKey({ sign: plain < 0, over: float.getBigUint64(0), under: 1n << 1074n })
  const head = String.fromCharCode(exponent >>> 8, exponent & 255, (high >>> 16) & 15, (high >>> 8) & 255, high & 255)
  const body = `${head}${word(low)}\0`
  return plain < 0 ? `\x03${inverted(body)}` : `\x05${body}`
}

type Rational = { sign: boolean; over: bigint; under: bigint }

function rationalOf(value: bigint | Decimal): Rational {
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
  const head = bytesOf(BigInt(exponent + exponentZero), 2) + bytesOf(mantissa >> BigInt(extraBits), 7)
  const body = rest === 0n ? `${head}\0` : `${head}\x01${bytesOf(rest, 12)}`
  return sign ? `\x03${inverted(body)}` : `\x05${body}`
}

/** Whether over/under < 2 ** exponent. */
function below(over: bigint, under: bigint, exponent: number): boolean {
  return exponent >= 0 ? over < under << BigInt(exponent) : over << BigInt(-exponent) < under
}

const bitLength = (value: bigint): number => value.toString(2).length

function bytesOf(value: bigint, count: number): string {
  return Buffer.from(value.toString(16).padStart(count * 2, '0'), 'hex').toString('latin1')
}
