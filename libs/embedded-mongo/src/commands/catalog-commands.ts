import { compileFilter } from '../query/filter.ts'
import type { Collection } from '../storage/collection.ts'
import type { DocumentIndex } from '../storage/document-index.ts'
import { isKnownIndex, parseIndexSpec } from '../storage/index-spec.ts'
import { type Doc, Document, documentOf, isDocument } from '../values/bson.ts'
import { isTruthy } from '../values/compare.ts'
import { describe } from '../values/describe.ts'
import { fail, refuse } from '../values/errors.ts'
import { keyOf } from '../values/key-string.ts'
import { batchSizeOf, type Command, type Context, collectionName, collectionOf, fieldsOf } from './command.ts'

/** Commands about databases, collections and indexes. */
export const catalogCommands: Record<string, Command> = {
  create: {
    fields: 'create:any capped:bool autoIndexId:bool',
    run: (request, context) => {
      const name = collectionName(request)
      if (isTruthy(request.capped)) refuse('a capped collection')
      if (context.catalog.find(context.database, name))
        fail(48, `Collection ${context.database}.${name} already exists.`)
      context.catalog.create(context.database, name)
      return new Document()
    }
  },
  drop: {
    fields: 'drop:any',
    run: (request, context) => {
      const collection = collectionOf(request, context)
      if (!collection) return new Document()
      const { length } = collection.indexes
      dropCollection(collection, context)
      return documentOf({ nIndexesWas: length, ns: collection.namespace })
    }
  },
  dropDatabase: {
    fields: 'dropDatabase:any',
    run: (_request, context) => {
      const collections = context.catalog.collections(context.database)
      for (const collection of collections) dropCollection(collection, context)
      return documentOf({ ...(collections.length > 0 && { dropped: context.database }) })
    }
  },
  listCollections: {
    fields: 'listCollections:any filter:object cursor:object nameOnly:bool authorizedCollections:bool',
    run: listCollections
  },
  listDatabases: {
    fields: 'listDatabases:any filter:object nameOnly:bool authorizedDatabases:bool',
    run: listDatabases
  },
  createIndexes: { fields: 'createIndexes:any indexes:array! commitQuorum:any', run: createIndexes },
  listIndexes: {
    fields: 'listIndexes:any cursor:object',
    run: (request, context) => {
      const collection = existing(request, context)
      const descriptions = collection.indexes.map(index => index.spec.description)
      return context.cursors.open(collection.namespace, descriptions, batchSizeOf(fieldsOf(request.cursor)))
    }
  },
  dropIndexes: { fields: 'dropIndexes:any index:any!', run: dropIndexes }
}

function dropCollection(collection: Collection, context: Context): void {
  context.catalog.drop(collection)
  context.cursors.dropOf(collection.namespace)
}

const existing = (request: Doc, context: Context): Collection =>
  collectionOf(request, context) ?? fail(26, `ns does not exist: ${context.database}.${collectionName(request)}`)

function listCollections(request: Doc, context: Context): Doc {
  const all = context.catalog.collections(context.database).map(collection => {
    const shown = documentOf({ name: collection.name, type: 'collection' })
    if (isTruthy(request.nameOnly)) return shown
    shown.options = documentOf({})
    shown.info = documentOf({ readOnly: false, uuid: collection.uuid })
    shown.idIndex = collection.indexes[0]!.spec.description
    return shown
  })
  const filter = compileFilter(fieldsOf(request.filter))
  const batchSize = batchSizeOf(fieldsOf(request.cursor))
  return context.cursors.open(`${context.database}.$cmd.listCollections`, all.filter(filter.test), batchSize)
}

function listDatabases(request: Doc, context: Context): Doc {
  if (context.database !== 'admin') fail(13, 'listDatabases may only be run against the admin database.')
  let total = 0
  const all = context.catalog.databases().map(name => {
    if (isTruthy(request.nameOnly)) return documentOf({ name })
    let size = 0
    for (const { records } of context.catalog.collections(name)) for (const record of records) size += record.size
    total += size
    return documentOf({ name, sizeOnDisk: size, empty: size === 0 })
  })
  const filter = compileFilter(fieldsOf(request.filter))
  return documentOf({
    databases: all.filter(filter.test),
    ...(!isTruthy(request.nameOnly) && { totalSize: total })
  })
}

/** All or nothing: every index is checked before the first is kept. */
function createIndexes(request: Doc, context: Context): Doc {
  const inputs = request.indexes as unknown[]
  if (inputs.length === 0) return fail(2, 'Must specify at least one index to create')
  const specs = inputs.map(parseIndexSpec)
  const known = collectionOf(request, context)
  const collection = known ?? context.catalog.create(context.database, collectionName(request))
  const before = collection.indexes.length
  const made: DocumentIndex[] = []
  try {
    for (const spec of specs) {
      const there = collection.indexes.map(index => index.spec)
      if (isKnownIndex(there, spec)) continue
      collection.createIndex(spec)
      made.push(collection.indexes.at(-1)!)
    }
  } catch (error) {
    for (const index of made) collection.dropIndex(index)
    if (!known) context.catalog.drop(collection)
    throw error
  }
  if (made.length > 0) collection.save()
  return documentOf({
    numIndexesBefore: before,
    numIndexesAfter: collection.indexes.length,
    createdCollectionAutomatically: known === undefined,
    ...(made.length === 0 && { note: 'all indexes already exist' })
  })
}

function dropIndexes(request: Doc, context: Context): Doc {
  const collection = existing(request, context)
  const before = collection.indexes.length
  const wanted = Array.isArray(request.index) ? request.index : [request.index]
  const dropped = wanted.flatMap(item => (item === '*' ? collection.indexes.slice(1) : [indexNamed(collection, item)]))
  for (const index of new Set(dropped)) collection.dropIndex(index)
  collection.save()
  const all = request.index === '*' && { msg: 'non-_id indexes dropped for collection' }
  return documentOf({ nIndexesWas: before, ...all })
}

function indexNamed(collection: Collection, wanted: unknown): DocumentIndex {
  const byKey = isDocument(wanted)
  if (!byKey && typeof wanted !== 'string') return fail(14, 'the index to drop must be named by its name or its keys')
  const index = collection.indexes.find(({ spec }) =>
    byKey ? keyOf(spec.description.key) === keyOf(wanted) : spec.name === wanted
  )
  if (!index) return fail(27, `index not found with ${byKey ? 'key' : 'name'} [${describe(wanted)}]`)
  if (index === collection.indexes[0]) fail(72, 'cannot drop _id index')
  return index
}
