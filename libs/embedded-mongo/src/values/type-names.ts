import { Decimal128, Double } from './bson.ts'
import { isNumber, toNumber } from './compare.ts'
import { fail } from './errors.ts'
import { markOf, typeMarks } from './key-string.ts'

/** BSON's names and numbers of types. */
const codes = new Map(
  `minKey -1, double 1, string 2, object 3, array 4, binData 5, undefined 6, objectId 7, bool 8, date 9, null 10, regex 11,
  dbPointer 12, javascript 13, symbol 14, javascriptWithScope 15, int 16, timestamp 17, long 18, decimal 19, maxKey 127`
    .split(/,\s+/)
    .map(entry => entry.split(' ') as [string, string])
)
const numbers = ['int', 'long', 'double', 'decimal']
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

/** The type names that an operand of `$type` (a name or a number) stands for. */
export function typesNamed(operand: unknown): string[] {
  if (operand === 'number') return numbers
  if (typeof operand === 'string')
    return codes.has(operand) ? [operand] : fail(2, `Unknown type name alias: ${operand}`)
  if (!isNumber(operand)) fail(14, 'type must be represented as a number or a string')
  const code = String(toNumber(operand))
  const found = [...codes.keys()].find(name => codes.get(name) === code)
  return found ? [found] : fail(2, `Invalid numerical type code: ${code}`)
}
