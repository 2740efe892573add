import { Decimal128, Double } from './bson.ts'
import { isNumber, toNumber } from './compare.ts'
import { fail } from './errors.ts'
import { markOf, typeMarks } from './key-string.ts'

const names: Record<string, string> = {
  [typeMarks.minKey]: 'minKey',
  [typeMarks.null]: 'null',
  [typeMarks.string]: 'string',
  [typeMarks.object]: 'object',
  [typeMarks.array]: 'array',
  [typeMarks.binary]: 'binData',
  [typeMarks.objectId]: 'objectId',
  [typeMarks.boolean]: 'bool',
  [typeMarks.date]: 'date',
  [typeMarks.timestamp]: 'timestamp',
  [typeMarks.regex]: 'regex',
  [typeMarks.maxKey]: 'maxKey'
}

const codes: Record<string, string> = {
  '-1': 'minKey',
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  12: 'dbPointer',
  13: 'javascript',
  14: 'symbol',
  15: 'javascriptWithScope',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  127: 'maxKey'
}

const known = new Set([...Object.values(codes), 'number'])

/** MongoDB's name of a value's type, as `$type` gives it; 'missing' for undefined. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'bigint') return 'long'
  if (value instanceof Double) return 'double'
  if (value instanceof Decimal128) return 'decimal'
  if (typeof value === 'number') return isInt32(value) ? 'int' : 'double'
  return names[markOf(value)]!
}

export const isInt32 = (value: number): boolean => (value | 0) === value && !Object.is(value, -0)

/** The type names that an operand of `$type` (a name or a code) stands for. */
export function typesNamed(operand: unknown): string[] {
  if (typeof operand !== 'string' && !isNumber(operand)) fail(14, 'type must be represented as a number or a string')
  const name = typeof operand === 'string' ? operand : codes[toNumber(operand)]
  if (name === undefined) fail(2, 'Invalid numerical type code')
  if (!known.has(name!)) fail(2, `Unknown type name alias: ${name}`)
  return name === 'number' ? ['int', 'long', 'double', 'decimal'] : [name!]
}
