import { compilePipeline } from '../aggregate/pipeline.ts'
import { noDeadline } from '../plan/deadline.ts'
import { documentsOf, findRecords } from '../query/find.ts'
import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { isTruthy } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { batchSizeOf, type Context, checkFields, collectionName, fieldsOf } from './command.ts'
import { explainQuery } from './explain.ts'
import { queryOf } from './query-of.ts'

/** Runs a pipeline. A `$match`, a `$sort` and a `$limit` at its start are a query, which uses indexes. */
export function runAggregate(request: Doc, context: Context): Doc {
  const name = collectionName(request)
  const pipeline = request.pipeline as unknown[]
  const explains = isTruthy(request.explain)
  if (!isDocument(request.cursor) && !explains) fail(9, "The 'cursor' option is required, except to explain")
  const cursor = fieldsOf(request.cursor)
  checkFields('cursor', 'batchSize:number', cursor)
  const { query, rest } = leadingQuery(pipeline, request)
  const run = compilePipeline(pipeline.slice(rest))
  compilePipeline(pipeline)
  if (explains) return explainQuery(name, query, context, false)
  const { catalog, database, examined } = context
  const { deadline = noDeadline } = query
  const documents = run(documentsOf(findRecords(catalog.find(database, name), query, examined)), deadline)
  return context.cursors.open(`${database}.${name}`, documents, batchSizeOf(cursor))
}

/** The query that the first stages amount to, and how many stages those are. */
function leadingQuery(pipeline: readonly unknown[], request: Doc) {
  let rest = 0
  const next = (name: string, fits: (spec: unknown) => boolean): unknown => {
    const stage = pipeline[rest]
    if (!isDocument(stage) || Object.keys(stage).join() !== name || !fits(stage[name])) return undefined
    rest++
    return stage[name]
  }
  const match = next('$match', isDocument)
  const sort = next('$sort', isDocument)
  const limit = next('$limit', spec => Number.isSafeInteger(spec) && (spec as number) > 0)
  const { hint, maxTimeMS } = request
  return { query: queryOf(documentOf({ filter: match, sort, limit, hint, maxTimeMS })), rest }
}
