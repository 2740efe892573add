import { Decimal128, type Doc, Double, documentOf, isDocument, ObjectId } from './bson.ts'
import { encode } from './encode.ts'
import { keyOf, markOf, typeMarks } from './key-string.ts'

const surrogate = /[\ud800-\udfff]/

/** MongoDB's order of all values. Missing (`undefined`) counts as null. Negative, zero or positive. */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b)
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime()
  const left = markOf(a)
  const right = markOf(b)
  if (left !== right) return left < right ? -1 : 1
  const x = keyOf(a)
  const y = keyOf(b)
  return x < y ? -1 : x > y ? 1 : 0
}

function compareNumbers(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b) return 0
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a))
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b))
  return a < b ? -1 : 1
}

/** A test for equality with `operand`, made once and run for many documents. A missing value is never equal. */
export function equalTo(operand: unknown): (value: unknown) => boolean {
  if (typeof operand === 'string' || typeof operand === 'boolean') return value => value === operand
  if (operand instanceof Date) {
    const time = operand.getTime()
    return value => value instanceof Date && value.getTime() === time
  }
  const type = markOf(operand)
  const key = keyOf(operand)
  const general = (value: unknown) => value !== undefined && markOf(value) === type && keyOf(value) === key
  if (typeof operand === 'number' && !Number.isNaN(operand)) {
    return value => value === operand || (typeof value !== 'number' && general(value))
  }
  if (operand instanceof ObjectId) return value => value instanceof ObjectId && operand.equals(value)
  return general
}

/** A test for membership in a list of any length, in constant time. A missing value is never a member. */
export function memberOf(list: readonly unknown[]): (value: unknown) => boolean {
  const texts = new Set<unknown>()
  const keys = new Set<string>()
  for (const item of list) {
    if (typeof item === 'string') texts.add(item)
    else keys.add(keyOf(item))
  }
  return value => {
    if (typeof value === 'string') return texts.has(value)
    return keys.size > 0 && value !== undefined && keys.has(keyOf(value))
  }
}

export const isNumber = (value: unknown): boolean => value !== undefined && markOf(value) === typeMarks.number

export const isNaNValue = (value: unknown): boolean => isNumber(value) && Number.isNaN(toNumber(value))

/** The nearest JS number of a numeric value. */
export function toNumber(value: unknown): number {
  if (value instanceof Decimal128) return Number(value.toString())
  if (value instanceof Double) return value.value
  return Number(value)
}

/** The JS integer that a numeric value holds, or undefined if it is not whole or not a number. */
export function toInteger(value: unknown): number | undefined {
  if (!isNumber(value)) return undefined
  const number = toNumber(value)
  return Number.isSafeInteger(number) ? number : undefined
}

/** How MongoDB reads a value as a condition: false, null, missing and zero are false. */
export function isTruthy(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false
  return !isNumber(value) || toNumber(value) !== 0
}

/** Whether two values have the same bytes, so that a write changes nothing: type and order of fields count. */
export function identical(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  if (a === b) return true
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime()
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => identical(item, b[i]))
  if (isDocument(a) && isDocument(b)) return identicalFields(a, b)
  return Buffer.compare(encode(documentOf({ a })), encode(documentOf({ a: b }))) === 0
}

function identicalFields(a: Doc, b: Doc): boolean {
  const [fields, others] = [Object.keys(a), Object.keys(b)]
  return (
    fields.length === others.length && fields.every((field, i) => field === others[i] && identical(a[field], b[field]))
  )
}
