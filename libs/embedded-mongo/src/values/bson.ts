import { createRequire } from 'node:module'
import type mongoose from 'mongoose'

/** Loading mongoose itself for its BSON would cost 40 MB of memory and a quarter of a second. */
const driver = createRequire(createRequire(import.meta.url).resolve('mongoose')).resolve('mongodb')

/** The BSON classes of mongoose's own driver, so that both ends of the wire agree on every byte. */
export const { BSON } = createRequire(driver)('bson') as typeof mongoose.mongo
export const { ObjectId, Decimal128, Binary, Double, Timestamp, MinKey, MaxKey, BSONRegExp, Long } = BSON

export type Doc = { [field: string]: unknown }

/**
 * A document in memory. Its prototype has no prototype of its own, so that `constructor` or `__proto__` are ordinary
 * field names. Documents never change once stored.
 *
 * Numbers: a JS number is an int32 if it is whole and fits, else a double; `Double` holds whole doubles; bigint is
 * int64.
 */
export const Document = function Document() {} as unknown as { new (): Doc }
Document.prototype = Object.create(null)

export const isDocument = (value: unknown): value is Doc => value instanceof Document

/** Makes a document of a plain object's fields, without converting nested objects. */
export const documentOf = (fields: Doc): Doc => Object.assign(new Document(), fields)

/** Shallow copy of a document. */
export function copyOf(source: Doc): Doc {
  const copy = new Document()
  for (const field in source) copy[field] = source[field]
  return copy
}
