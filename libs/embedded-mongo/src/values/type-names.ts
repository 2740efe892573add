import { Decimal128, Double } from './bson.ts'
import { markOf, typeMarks } from './key-string.ts'

const namesOfMarks = new Map(Object.entries(typeMarks).map(([name, mark]) => [mark, name]))
const otherNames: Record<string, string> = { binary: 'binData', boolean: 'bool' }

/** MongoDB's name of a value's type, as `$type` gives it; 'missing' for undefined. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'bigint') return 'long'
  if (value instanceof Double) return 'double'
  if (value instanceof Decimal128) return 'decimal'
  if (typeof value === 'number') return isInt32(value) ? 'int' : 'double'
  const name = namesOfMarks.get(markOf(value))!
  return otherNames[name] ?? name
}

export const isInt32 = (value: number): boolean => (value | 0) === value && !Object.is(value, -0)
