import { findRecords } from '../query/find.ts'
import { compileProjection } from '../query/projection.ts'
import type { Collection } from '../storage/collection.ts'
import type { StoredRecord } from '../storage/document-index.ts'
import { compileUpdate, type Update } from '../update/update.ts'
import { upserted } from '../update/upsert.ts'
import { type Doc, documentOf, isDocument, Timestamp } from '../values/bson.ts'
import { identical, isTruthy, toInteger } from '../values/compare.ts'
import { fail, MongoError, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { type Command, type Context, checkFields, collectionName, collectionOf, fieldsOf } from './command.ts'
import { queryOf } from './query-of.ts'

const maxBatch = 100_000

export const writeCommands: Record<string, Command> = {
  insert: {
    fields: 'insert:any documents:array! ordered:bool bypassDocumentValidation:bool',
    kind: 'write',
    run: (request, context) => {
      const collection = context.catalog.findOrCreate(context.database, collectionName(request))
      return eachItem(request, 'documents', document => {
        checkTimestamps(document)
        collection.insert(document)
        return { n: 1 }
      })
    }
  },
  update: {
    fields: 'update:any updates:array! ordered:bool bypassDocumentValidation:bool',
    kind: 'write',
    run: (request, context) => {
      const name = collectionName(request)
      return eachItem(request, 'updates', item => updateItem(item, request, context, name))
    }
  },
  delete: {
    fields: 'delete:any deletes:array! ordered:bool',
    kind: 'write',
    run: (request, context) => {
      const collection = collectionOf(request, context)
      return eachItem(request, 'deletes', item => deleteItem(item, request, context, collection))
    }
  },
  findAndModify: {
    fields:
      'findAndModify:any query:object sort:object remove:bool update:any new:bool fields:object upsert:bool bypassDocumentValidation:bool hint:any',
    kind: 'write',
    run: findAndModify
  }
}

type ItemResult = { n: number; modified?: number; upsertedId?: { value: unknown } }

/** Runs a batch; an item's error stops it if ordered, and is reported in `writeErrors` either way. */
function eachItem(request: Doc, field: string, run: (item: Doc) => ItemResult): Doc {
  const items = request[field] as Doc[]
  for (const item of items) checkItem(field, item)
  if (items.length === 0 || items.length > maxBatch) {
    fail(16, `Write batch sizes must be between 1 and ${maxBatch}. Got ${items.length} operations.`)
  }
  const ordered = request.ordered === undefined || isTruthy(request.ordered)
  const upsertedIds: Doc[] = []
  const writeErrors: Doc[] = []
  let n = 0
  let modified: number | undefined
  for (const [index, item] of items.entries()) {
    try {
      const result = run(item)
      n += result.n
      if (result.modified !== undefined) modified = (modified ?? 0) + result.modified
      if (result.upsertedId) upsertedIds.push(documentOf({ index, _id: result.upsertedId.value }))
    } catch (error) {
      if (!(error instanceof MongoError)) throw error
      writeErrors.push(writeError(index, error))
      if (ordered) break
    }
  }
  const reply = documentOf({ n })
  if (field === 'updates') reply.nModified = modified ?? 0
  if (upsertedIds.length > 0) reply.upserted = upsertedIds
  if (writeErrors.length > 0) reply.writeErrors = writeErrors
  return reply
}

const itemFields: Record<string, string> = {
  updates: 'q:object! u:any! multi:bool upsert:bool hint:any',
  deletes: 'q:object! limit:number! hint:any'
}

/** In a top-level field, an empty timestamp would mean the current time. */
function checkTimestamps(document: Doc): void {
  for (const [field, value] of Object.entries(document))
    if (field !== '_id' && value instanceof Timestamp && value.isZero()) refuse('an empty timestamp')
}

/** The form of an item is checked before anything is written. */
function checkItem(field: string, item: unknown): void {
  if (!isDocument(item))
    fail(14, `BSON field '${field}' holds the wrong type '${typeName(item)}', expected type 'object'`)
  checkFields(field, itemFields[field] ?? '*', item)
  const limit = field === 'deletes' ? toInteger(item.limit) : 0
  if (limit !== 0 && limit !== 1) fail(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`)
}

function writeError(index: number, error: MongoError): Doc {
  return documentOf({ index, code: error.code, ...error.details, errmsg: error.message })
}

function updateItem(item: Doc, request: Doc, context: Context, name: string): ItemResult {
  const multi = isTruthy(item.multi)
  const query = { ...queryOf(item, request), limit: multi ? 0 : 1 }
  const update = compileUpdate(item.u)
  if (multi && update.kind === 'replacement') fail(9, 'multi update is not supported for replacement-style update')
  const collection = context.catalog.find(context.database, name)
  const records = findRecords(collection, query, context.examined)
  if (records.length === 0 && isTruthy(item.upsert)) {
    const { document } = context.catalog.findOrCreate(context.database, name).insert(upserted(query.filter, update))
    return { n: 1, modified: 0, upsertedId: { value: document._id } }
  }
  let modified = 0
  for (const record of records) if (applyTo(collection!, record, update)) modified++
  return { n: records.length, modified }
}

/** Updates one record; false if nothing changes. */
function applyTo(collection: Collection, record: StoredRecord, update: Update): boolean {
  const after = updatedForm(record, update)
  if (after === record.document) return false
  collection.replace(record, after)
  return true
}

/** The document of a record after an update; the same object if nothing changes. */
function updatedForm({ document }: StoredRecord, update: Update): Doc {
  const after = update.apply(document, false)
  return update.kind !== 'operators' && identical(after, document) ? document : after
}

function deleteItem(item: Doc, request: Doc, context: Context, collection: Collection | undefined): ItemResult {
  const records = findRecords(collection, queryOf(item, request), context.examined)
  for (const record of records) collection!.delete(record)
  return { n: records.length }
}

/** Prepares its answer before writing anything, so that a failing projection changes nothing. */
function findAndModify(request: Doc, context: Context): Doc {
  checkForm(request)
  const update = isTruthy(request.remove) ? undefined : compileUpdate(request.update)
  const query = { ...queryOf(request), limit: 1 }
  const project = compileProjection(fieldsOf(request.fields))
  const show = (document: Doc | null) => (document && project ? project(document) : document)
  const wantsNew = isTruthy(request.new)
  const collection = collectionOf(request, context)
  const [record] = findRecords(collection, query, context.examined)
  if (!update) {
    const value = show(record?.document ?? null)
    if (record) collection!.delete(record)
    return modifyReply(value, { n: record ? 1 : 0 })
  }
  if (record) {
    const after = updatedForm(record, update)
    const value = show(wantsNew ? after : record.document)
    if (after !== record.document) collection!.replace(record, after)
    return modifyReply(value, { n: 1, updatedExisting: true })
  }
  if (!isTruthy(request.upsert)) return modifyReply(null, { n: 0, updatedExisting: false })
  const document = upserted(query.filter, update)
  const value = show(wantsNew ? document : null)
  context.catalog.findOrCreate(context.database, collectionName(request)).insert(document)
  return modifyReply(value, { n: 1, updatedExisting: false, upserted: document._id })
}

function checkForm(request: Doc): void {
  const remove = isTruthy(request.remove)
  if (remove && request.update !== undefined) fail(9, 'Cannot specify both an update and remove=true')
  if (remove && isTruthy(request.upsert)) fail(9, 'Cannot specify both upsert=true and remove=true')
  if (remove && isTruthy(request.new)) {
    fail(9, "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document")
  }
  if (!remove && request.update === undefined) fail(9, 'Either an update or remove=true must be specified')
}

function modifyReply(value: Doc | null, outcome: { n: number; updatedExisting?: boolean; upserted?: unknown }): Doc {
  return documentOf({ lastErrorObject: documentOf(outcome), value })
}
