import { BSON, type Doc } from '../values/bson.ts'

/** A value as error messages show it. */
export function describe(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : BSON.EJSON.stringify(value as Doc, { relaxed: true })
}

/** `name: value` of the last component of a path, as MongoDB's messages about paths show it. */
export function describeField(path: string, value: unknown): string {
  return `${path.split('.').at(-1)}: ${describe(value)}`
}

export const describeId = (document: Doc): string => `{_id: ${describe(document._id ?? null)}}`
