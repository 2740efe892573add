import { Binary, BSONRegExp, Decimal128, type Doc, Double, isDocument, ObjectId } from './bson.ts'

/** A value as MongoDB's error messages show it. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`
  if (value instanceof Double) return `${value.value}.0`
  if (value instanceof Decimal128) return value.toString()
  if (value instanceof BSONRegExp) return `/${value.pattern}/${value.options}`
  if (value instanceof Binary) return `BinData(${value.sub_type}, ${value.toString('hex').toUpperCase()})`
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(describe).join(', ')} ]`
  if (!isDocument(value)) return String(value)
  const fields = Object.keys(value).map(field => `${field}: ${describe(value[field])}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** `name: value` of the last component of a path, as messages about paths show it. */
export const describeField = (path: string, value: unknown): string => `${path.split('.').at(-1)}: ${describe(value)}`

export const describeId = (document: Doc): string => `{_id: ${describe(document._id)}}`
