import { compilePipeline } from '../aggregate/pipeline.ts'
import type { StageContext } from '../aggregate/stage.ts'
import { compileFilter } from '../query/filter.ts'
import { documentsOf, findRecords, type Query } from '../query/find.ts'
import { parseSort } from '../query/sort.ts'
import { type Doc, Document, isDocument } from '../values/bson.ts'
import { isTruthy } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { type Context, checkFields, collectionName, deadlineOf, objectOf, wholeOf } from './command.ts'
import { explainQuery } from './explain.ts'

const empty = new Document()

/** Runs a pipeline. A `$match` and a `$sort` at its start use indexes. */
export function runAggregate(request: Doc, context: Context): Doc {
  const name = collectionName('aggregate', request)
  const pipeline = request.pipeline as unknown[]
  if (!isDocument(request.cursor) && !isTruthy(request.explain)) {
    fail(9, "The 'cursor' option is required, except for aggregate with the explain argument")
  }
  const variables = objectOf(request.let)
  const { query, rest } = leadingQuery(pipeline, request, variables)
  const run = compilePipeline(pipeline.slice(rest), variables)
  compilePipeline(pipeline, variables)
  if (isTruthy(request.explain)) return explainQuery(name, query, context, false)
  const { catalog, database, examined } = context
  const stageContext: StageContext = {
    deadline: query.deadline,
    variables,
    findIn: (other, filter) =>
      documentsOf(
        findRecords(
          catalog.find(database, other),
          { ...query, filter, sort: [], skip: 0, limit: 0, hint: undefined },
          examined
        )
      )
  }
  const documents = run(documentsOf(findRecords(catalog.find(database, name), query, examined)), stageContext)
  const cursor = objectOf(request.cursor) ?? empty
  checkFields('cursor', 'batchSize:number', cursor)
  const batchSize = cursor.batchSize === undefined ? undefined : wholeOf('batchSize', cursor, 0)
  return context.cursors.open(`${database}.${name}`, documents, batchSize, false)
}

/** The query that the first stages amount to, and how many stages those are. */
function leadingQuery(
  pipeline: readonly unknown[],
  request: Doc,
  variables: Doc | undefined
): { query: Query; rest: number } {
  let rest = 0
  const stage = (name: string): unknown => {
    const next = pipeline[rest]
    return isDocument(next) && Object.keys(next).join() === name && isDocument(next[name]) ? next[name] : undefined
  }
  const match = stage('$match')
  if (match) rest++
  const sort = stage('$sort')
  if (sort) rest++
  const limit = limitOf(pipeline[rest])
  if (limit > 0) rest++
  const query: Query = {
    filter: compileFilter((match as Doc | undefined) ?? empty, variables),
    sort: parseSort((sort as Doc | undefined) ?? empty),
    skip: 0,
    limit,
    hint: request.hint ?? undefined,
    deadline: deadlineOf(request)
  }
  return { query, rest }
}

/** The limit that a stage sets, so that no more is read; 0 if it is another stage. */
function limitOf(stage: unknown): number {
  const limit = isDocument(stage) && Object.keys(stage).join() === '$limit' ? stage.$limit : 0
  return Number.isSafeInteger(limit) ? (limit as number) : 0
}
