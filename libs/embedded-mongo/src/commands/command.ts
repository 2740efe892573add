import { type Deadline, deadlineIn } from '../plan/deadline.ts'
import type { Examined } from '../plan/execute.ts'
import type { Catalog } from '../storage/catalog.ts'
import type { Collection } from '../storage/collection.ts'
import { type Doc, Document, isDocument } from '../values/bson.ts'
import { isNumber, toInteger, toNumber } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import type { Cursors } from './cursors.ts'
import type { FailCommand } from './fail-command.ts'
import type { RetryableWrites } from './retryable-writes.ts'

/** One command: its own fields as `name:type`, with `!` if required (see `checks` for the types), and what it does. */
export type Command = {
  fields: string
  /** A read takes no write concern; a write is retryable and takes no read concern. */
  kind?: 'read' | 'write'
  run: (request: Doc, context: Context) => Doc
}

/** What a command can reach. */
export type Context = {
  catalog: Catalog
  cursors: Cursors
  retries: RetryableWrites
  failures: FailCommand
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
/** Options that MongoDB has and this server lacks; `false` and null ask for nothing. */
const refused = new Set(
  `arrayFilters awaitData changeStreamPreAndPostImages clusteredIndex collation encryptedFields expireAfterSeconds let max
  min pipeline returnKey showRecordId size sort tailable timeseries validator viewOn`.split(/\s+/)
)
const known = new Map<string, Map<string, string>>()

/** Refuses fields that the command does not have, and values of wrong types; `*` accepts everything. */
export function checkFields(name: string, fields: string, request: Doc): void {
  if (fields === '*') return
  let types = known.get(name)
  if (!types) {
    types = new Map(fields.split(' ').map(field => field.split(':') as [string, string]))
    known.set(name, types)
  }
  for (const field in request) {
    const type = types.get(field)
    if (type) checkType(`${name}.${field}`, request[field], type.replace('!', ''))
    else if (field === name || generic.has(field)) continue
    else if (!refused.has(field)) fail(40415, `BSON field '${name}.${field}' is an unknown field.`)
    else if ((request[field] ?? false) !== false) refuse(`'${field}'`)
  }
  for (const [field, type] of types) {
    if (type.endsWith('!') && (request[field] ?? null) === null)
      fail(40414, `BSON field '${name}.${field}' is missing but a required field`)
  }
}

const checks: Record<string, (value: unknown) => boolean> = {
  object: isDocument,
  array: Array.isArray,
  string: value => typeof value === 'string',
  number: isNumber,
  bool: value => typeof value === 'boolean' || isNumber(value),
  any: () => true,
  long: value => typeof value === 'bigint',
  longs: value => Array.isArray(value) && value.every(item => typeof item === 'bigint')
}

function checkType(field: string, value: unknown, type: string): void {
  if (value === null || checks[type]!(value)) return
  fail(14, `BSON field '${field}' is the wrong type '${typeName(value)}', expected type '${type}'`)
}

const genericFields: Record<string, string> = {
  readConcern: 'level:string afterClusterTime:any provenance:string',
  writeConcern: 'w:any j:bool wtimeout:number fsync:bool provenance:string'
}
const readConcerns = new Set(['local', 'available', 'majority', 'linearizable'])

/** Checks the fields that every command has: no transactions, sensible concerns and numbers, a deadline. */
export function checkGeneric(name: string, { kind }: Command, request: Doc): void {
  if (request.startTransaction !== undefined || request.autocommit !== undefined) refuse('a transaction')
  for (const [field, fields] of Object.entries(genericFields)) {
    checkType(field, request[field] ?? null, 'object')
    checkFields(field, fields, fieldsOf(request[field]))
  }
  const level = fieldsOf(request.readConcern).level ?? 'local'
  if (level === 'snapshot') refuse("read concern 'snapshot'")
  if (!readConcerns.has(level as string)) fail(9, `unknown read concern '${level}'`)
  if (kind === 'write' && level !== 'local') fail(72, `Command ${name} does not support read concern '${level}'`)
  if (kind === 'read' && request.writeConcern) fail(72, `Command ${name} does not support writeConcern`)
  if ((request.apiVersion ?? '1') !== '1') fail(322, 'API version must be "1"')
  checkTransactionNumber(kind, request)
  deadlineOf(request)
}

function checkTransactionNumber(kind: Command['kind'], { lsid, txnNumber }: Doc): void {
  checkType('lsid', lsid ?? null, 'object')
  checkType('txnNumber', txnNumber ?? null, 'long')
  if (txnNumber === undefined) return
  if (lsid === undefined) fail(72, 'Transaction number requires a session ID to also be specified')
  if (kind !== 'write') fail(50768, 'txnNumber may only be provided for retryable write commands')
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

/** The collection name that is the value of a command's first field. */
export function collectionName(request: Doc): string {
  const [value] = Object.values(request)
  if (typeof value !== 'string') return fail(73, `collection name has invalid type ${typeName(value)}`)
  if (value === '') fail(73, 'Invalid namespace specified: an empty name')
  return value
}

/** The collection that a command is about; undefined if there is none. */
export const collectionOf = (request: Doc, { catalog, database }: Context): Collection | undefined =>
  catalog.find(database, collectionName(request))

/** A whole number that is not negative, or `fallback`. Throws 2 otherwise. */
export function wholeOf(name: string, request: Doc, fallback: number): number {
  const value = request[name]
  if (value === undefined || value === null) return fallback
  const number = isNumber(value) ? Math.trunc(toNumber(value)) : Number.NaN
  if (!Number.isSafeInteger(number)) fail(9, `Failed to parse: ${name}: expected an integer`)
  if (number < 0) fail(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`)
  return number
}

const nothing = new Document()

/** The fields of a document that may be left out. */
export const fieldsOf = (value: unknown): Doc => (isDocument(value) ? value : nothing)

/** The batch size that a command or its `cursor` asks for; undefined for MongoDB's own. */
export const batchSizeOf = (fields: Doc): number | undefined =>
  fields.batchSize === undefined ? undefined : wholeOf('batchSize', fields, 0)
