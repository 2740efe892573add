import { type Deadline, deadlineIn } from '../plan/deadline.ts'
import type { Examined } from '../plan/execute.ts'
import type { Catalog } from '../storage/catalog.ts'
import { type Doc, isDocument } from '../values/bson.ts'
import { isNumber, toInteger, toNumber } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import type { Cursors } from './cursors.ts'
import type { RetryableWrites } from './retryable-writes.ts'

/** One command: its own fields as `name:type` (type: object, array, string, number, bool, any), and what it does. */
export type Command = { fields: string; run: (request: Doc, context: Context) => Doc; retryable?: true }

/** What a command can reach. */
export type Context = {
  catalog: Catalog
  cursors: Cursors
  retries: RetryableWrites
  database: string
  connectionId: number
  /** `host:port` of this server. */
  address: string
  examined: Examined
  setTtlInterval: (seconds: number) => void
}

export const replicaSetName = 'embedded'

const generic = new Set(
  '$db lsid txnNumber $clusterTime $readPreference readConcern writeConcern maxTimeMS comment apiVersion apiStrict apiDeprecationErrors autocommit startTransaction'.split(
    ' '
  )
)
const known = new Map<string, Map<string, string>>()

/** Refuses fields that the command does not have, and values of wrong types; `*` lets everything pass. */
export function checkFields(name: string, fields: string, request: Doc): void {
  if (fields === '*') return
  let types = known.get(name)
  if (!types) {
    types = new Map(fields.split(' ').map(field => field.split(':') as [string, string]))
    known.set(name, types)
  }
  for (const field in request) {
    const type = types.get(field)
    if (type === undefined) {
      if (field !== name && !generic.has(field)) fail(40415, `BSON field '${name}.${field}' is an unknown field.`)
    } else checkType(`${name}.${field}`, request[field], type)
  }
}

const checks: Record<string, (value: unknown) => boolean> = {
  object: isDocument,
  array: Array.isArray,
  string: value => typeof value === 'string',
  number: isNumber,
  bool: value => typeof value === 'boolean' || isNumber(value),
  any: () => true,
  refused: () => false
}

function checkType(field: string, value: unknown, type: string): void {
  if (type === 'refused') refuse(`'${field}'`)
  if (value === null || checks[type]!(value)) return
  fail(14, `BSON field '${field}' is the wrong type '${typeName(value)}', expected type '${type}'`)
}

/** Checks the fields that every command has: no transactions, sensible concerns, a deadline. */
export function checkGeneric(request: Doc): void {
  if (request.startTransaction !== undefined || request.autocommit !== undefined) refuse('a transaction')
  const readConcern = request.readConcern
  if (isDocument(readConcern) && readConcern.level === 'snapshot') refuse("read concern 'snapshot'")
  if (request.apiVersion !== undefined && request.apiVersion !== '1') fail(322, 'API version must be "1"')
  deadlineOf(request)
}

export function deadlineOf(request: Doc): Deadline {
  const { maxTimeMS } = request
  if (maxTimeMS === undefined || maxTimeMS === null) return deadlineIn(0)
  if (!isNumber(maxTimeMS)) fail(14, 'maxTimeMS must be a number')
  const limit = toInteger(maxTimeMS)
  if (limit === undefined || limit < 0 || limit > 2 ** 31 - 1)
    return fail(2, `${toNumber(maxTimeMS)} value for maxTimeMS is out of range [0, 2147483647]`)
  return deadlineIn(limit)
}

/** The collection name that is the value of the command itself. */
export function collectionName(name: string, request: Doc): string {
  const value = request[name]
  if (typeof value !== 'string') return fail(73, `collection name has invalid type ${typeName(value)}`)
  if (value === '') fail(73, `Invalid namespace specified an empty name`)
  return value
}

/** A whole number that is not negative, or `fallback`. Throws 2 otherwise. */
export function wholeOf(name: string, request: Doc, fallback: number): number {
  const value = request[name]
  if (value === undefined || value === null) return fallback
  const number = isNumber(value) ? Math.trunc(toNumber(value)) : Number.NaN
  if (!Number.isSafeInteger(number)) fail(9, `Failed to parse: ${name}: expected an integer`)
  if (number < 0) fail(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`)
  return number
}

export const objectOf = (value: unknown): Doc | undefined => (isDocument(value) ? value : undefined)
