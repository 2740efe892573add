import { documentsOf, findRecords } from '../query/find.ts'
import { compileProjection } from '../query/projection.ts'
import { type Doc, documentOf } from '../values/bson.ts'
import { isTruthy, toInteger } from '../values/compare.ts'
import { runAggregate } from './aggregate.ts'
import { batchSizeOf, type Command, type Context, collectionName, collectionOf, fieldsOf } from './command.ts'
import { explain } from './explain.ts'
import { queryOf } from './query-of.ts'

export const readCommands: Record<string, Command> = {
  find: {
    fields:
      'find:any filter:object sort:object projection:object hint:any skip:number limit:number batchSize:number singleBatch:bool noCursorTimeout:bool allowPartialResults:bool allowDiskUse:bool oplogReplay:bool',
    kind: 'read',
    run: find
  },
  count: {
    fields: 'count:any query:object limit:number skip:number hint:any fields:object',
    kind: 'read',
    run: (request, context) => {
      const collection = collectionOf(request, context)
      const query = queryOf(documentOf({ ...request, limit: absolute(request.limit) }))
      const countsAll = isEmpty(request.query) && !query.skip && !query.limit && query.hint === undefined
      const n = countsAll ? collection?.records.size : findRecords(collection, query, context.examined).length
      return documentOf({ n: n ?? 0 })
    }
  },
  aggregate: {
    fields:
      'aggregate:any pipeline:array! cursor:object allowDiskUse:bool bypassDocumentValidation:bool hint:any explain:bool',
    run: runAggregate
  },
  getMore: {
    fields: 'getMore:long collection:string! batchSize:number',
    run: (request, context) => {
      const namespace = `${context.database}.${request.collection}`
      return context.cursors.more(request.getMore as bigint, namespace, batchSizeOf(request))
    }
  },
  killCursors: {
    fields: 'killCursors:any cursors:longs!',
    run: (request, context) => {
      const namespace = `${context.database}.${collectionName(request)}`
      const ids = request.cursors as bigint[]
      const killed = ids.filter(id => context.cursors.kill(id, namespace))
      const missing = ids.filter(id => !killed.includes(id))
      return documentOf({
        cursorsKilled: killed,
        cursorsNotFound: missing,
        cursorsAlive: [],
        cursorsUnknown: []
      })
    }
  },
  explain: { fields: 'explain:object verbosity:string', run: explain }
}

const isEmpty = (filter: unknown): boolean => Object.keys(fieldsOf(filter)).length === 0

const absolute = (limit: unknown): unknown => (limit === undefined ? undefined : Math.abs(toInteger(limit) ?? 0))

function find(request: Doc, context: Context): Doc {
  const name = collectionName(request)
  const query = queryOf(request)
  const show = compileProjection(fieldsOf(request.projection))
  const documents = documentsOf(findRecords(collectionOf(request, context), query, context.examined))
  const shown = show ? documents.map(show) : documents
  const [single, keep] = [isTruthy(request.singleBatch), isTruthy(request.noCursorTimeout)]
  return context.cursors.open(`${context.database}.${name}`, shown, batchSizeOf(request), single, keep)
}
