import { compileFilter } from '../query/filter.ts'
import { compileAddition, compileProjection } from '../query/projection.ts'
import { parseSort, sortBy } from '../query/sort.ts'
import { documentOf, isDocument } from '../values/bson.ts'
import { isNumber, toInteger } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { bucket } from './bucket.ts'
import { group } from './group.ts'
import { lookup } from './lookup.ts'
import type { MakeStage, Stage } from './stage.ts'
import { unwind } from './unwind.ts'

const refused = new Set(
  `$bucketAuto $changeStream $collStats $currentOp $densify $documents $fill $geoNear $graphLookup $indexStats $listLocalSessions
  $listSessions $merge $out $planCacheStats $redact $replaceRoot $replaceWith $sample $search $setWindowFields $sortByCount
  $unionWith $unset`.split(/\s+/)
)

const addFields: MakeStage = spec => {
  if (!isDocument(spec)) return fail(40272, `$addFields specification must be an object, got ${typeName(spec)}`)
  if (Object.keys(spec).length === 0) fail(40177, '$addFields must have at least one field')
  const add = compileAddition(spec)
  return documents => documents.map(add)
}

const stages: Record<string, MakeStage> = {
  $match: spec => {
    if (!isDocument(spec)) return fail(15959, 'the match filter must be an expression in an object')
    const { test } = compileFilter(spec)
    return (documents, { deadline }) =>
      documents.filter(document => {
        deadline.check()
        return test(document)
      })
  },
  $sort: spec => {
    if (!isDocument(spec)) return fail(15973, 'the $sort key specification must be an object')
    const fields = parseSort(spec)
    if (fields.length === 0) fail(15976, '$sort stage must have at least one sort key')
    return documents => sortBy(documents, fields, document => document)
  },
  $skip: spec => {
    const count = countOf('$skip', spec, 5107200)
    return documents => documents.slice(count)
  },
  $limit: spec => {
    const count = countOf('$limit', spec, 5107201)
    if (count === 0) fail(15958, 'the limit must be positive')
    return documents => documents.slice(0, count)
  },
  $project: spec => {
    if (!isDocument(spec)) return fail(15969, '$project specification must be an object')
    const show = compileProjection(spec)
    return show ? documents => documents.map(show) : fail(51272, 'a projection must have at least one field')
  },
  $addFields: addFields,
  $set: addFields,
  $group: group,
  $bucket: bucket,
  $unwind: unwind,
  $count: spec => {
    if (typeof spec !== 'string' || spec === '') return fail(40156, 'the count field must be a non-empty string')
    if (spec.startsWith('$')) fail(40158, 'the count field cannot be a $-prefixed path')
    if (spec.includes('\0')) fail(40159, 'the count field cannot contain a null byte')
    if (spec.includes('.')) fail(40160, "the count field cannot contain '.'")
    return documents => (documents.length > 0 ? [documentOf({ [spec]: documents.length })] : [])
  },
  $facet: spec => {
    if (!isDocument(spec) || Object.keys(spec).length === 0)
      return fail(40169, 'the $facet specification must be a non-empty object')
    const pipelines = Object.keys(spec).map(name => {
      const inner = spec[name]
      if (!Array.isArray(inner)) return fail(40170, `arguments to $facet must be arrays, ${name} is not`)
      if (name.includes('.') || name.startsWith('$')) fail(40161, `${name} is no name for the output of $facet`)
      if (inner.some(stage => isDocument(stage) && '$facet' in stage))
        fail(40600, '$facet is not allowed within $facet')
      return [name, compilePipeline(inner)] as const
    })
    return (documents, context) => [
      documentOf(Object.fromEntries(pipelines.map(([name, run]) => [name, [...run(documents, context)]])))
    ]
  },
  $lookup: lookup
}

/** Compiles a pipeline. Throws 40324 for unknown stages. */
export function compilePipeline(pipeline: readonly unknown[]): Stage {
  const compiled = pipeline.map(stage => {
    if (!isDocument(stage)) return fail(14, "Each element of the 'pipeline' array must be an object")
    const [name = '', ...others] = Object.keys(stage)
    if (name === '' || others.length > 0) fail(40323, 'A pipeline stage must contain exactly one field.')
    if (refused.has(name)) refuse(`the pipeline stage ${name}`)
    if (!Object.hasOwn(stages, name)) fail(40324, `Unrecognized pipeline stage name: '${name}'`)
    return stages[name]!(stage[name])
  })
  return (documents, context) => compiled.reduce((result, stage) => stage(result, context), documents)
}

function countOf(name: string, spec: unknown, code: number): number {
  const count = isNumber(spec) ? (toInteger(spec) ?? -1) : -1
  return count < 0 ? fail(code, `${name} takes a whole number that is not negative, not ${typeName(spec)}`) : count
}
