import { compileFilter } from '../query/filter.ts'
import { valuesAt } from '../query/path.ts'
import { parseSort, sortBy } from '../query/sort.ts'
import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { isNumber, toNumber } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { bucket, group } from './group.ts'
import { addFields, project, replaceRoot, unset, unwind } from './reshape.ts'
import type { Stage } from './stage.ts'

const refused = new Set(
  '$bucketAuto $changeStream $collStats $densify $documents $fill $geoNear $graphLookup $indexStats $merge $out $redact $sample $search $setWindowFields $unionWith'.split(
    ' '
  )
)

const stages: Record<string, (spec: unknown, variables?: Doc) => Stage> = {
  $match: (spec, variables) => {
    if (!isDocument(spec)) return fail(15959, 'the match filter must be an expression in an object')
    const { test } = compileFilter(spec, variables)
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
    const count = countOf('$skip', spec, 0, 15956)
    return documents => documents.slice(count)
  },
  $limit: spec => {
    const count = countOf('$limit', spec, 1, 15958)
    return documents => documents.slice(0, count)
  },
  $project: project,
  $addFields: addFields,
  $set: addFields,
  $unset: unset,
  $replaceWith: replaceRoot,
  $replaceRoot: (spec, variables) => {
    if (!isDocument(spec) || !('newRoot' in spec)) return fail(40231, 'no newRoot specified for the $replaceRoot stage')
    return replaceRoot(spec.newRoot, variables)
  },
  $group: group,
  $bucket: bucket,
  $unwind: unwind,
  $sortByCount: (spec, variables) => {
    const counted = group(documentOf({ _id: spec, count: documentOf({ $sum: 1 }) }), variables)
    const descending = parseSort(documentOf({ count: -1 }))
    return (documents, context) => sortBy(counted(documents, context), descending, document => document)
  },
  $count: spec => {
    if (typeof spec !== 'string' || spec === '') return fail(40156, 'the count field must be a non-empty string')
    if (spec.startsWith('$')) fail(40158, 'the count field cannot be a $-prefixed path')
    if (spec.includes('.')) fail(40160, "the count field cannot contain '.'")
    return documents => (documents.length > 0 ? [documentOf({ [spec]: documents.length })] : [])
  },
  $facet: facet,
  $lookup: lookup
}

/** Compiles a pipeline. Throws 40324 for unknown stages. */
export function compilePipeline(pipeline: unknown, variables?: Doc): Stage {
  if (!Array.isArray(pipeline)) return fail(14, "'pipeline' option must be specified as an array")
  const compiled = pipeline.map(stage => {
    if (!isDocument(stage)) return fail(14, "Each element of the 'pipeline' array must be an object")
    const [name = '', ...others] = Object.keys(stage)
    if (name === '' || others.length > 0)
      fail(40323, 'A pipeline stage specification object must contain exactly one field.')
    if (refused.has(name)) refuse(`the pipeline stage ${name}`)
    if (!Object.hasOwn(stages, name)) fail(40324, `Unrecognized pipeline stage name: '${name}'`)
    return stages[name]!(stage[name], variables)
  })
  return (documents, context) => compiled.reduce((result, stage) => stage(result, context), documents)
}

function countOf(name: string, spec: unknown, min: number, code: number): number {
  if (!isNumber(spec))
    return fail(
      code === 15956 ? 5107200 : 5107201,
      `invalid argument to ${name} stage: Expected a number in: ${name}: ${typeName(spec)}`
    )
  const count = toNumber(spec)
  if (!Number.isSafeInteger(count))
    fail(code, `invalid argument to ${name} stage: Expected an integer: ${name}: ${count}`)
  if (count < min)
    fail(
      code,
      min > 0
        ? 'the limit must be positive'
        : `invalid argument to ${name} stage: Expected a non-negative number in: ${name}: ${count}`
    )
  return count
}

function facet(spec: unknown, variables?: Doc): Stage {
  if (!isDocument(spec) || Object.keys(spec).length === 0)
    return fail(40169, 'the $facet specification must be a non-empty object')
  const pipelines = Object.keys(spec).map(name => {
    const inner = spec[name]
    if (Array.isArray(inner) && inner.some(stage => isDocument(stage) && '$facet' in stage))
      fail(40600, '$facet is not allowed to be used within a $facet stage')
    return [name, compilePipeline(inner, variables)] as const
  })
  return (documents, context) => [
    documentOf(Object.fromEntries(pipelines.map(([name, run]) => [name, [...run(documents, context)]])))
  ]
}

/** `$lookup` by equality of two fields. */
function lookup(spec: unknown): Stage {
  if (!isDocument(spec)) return fail(9, `the $lookup specification must be an Object, but found ${typeName(spec)}`)
  for (const name of Object.keys(spec)) {
    if (name === 'pipeline' || name === 'let') refuse('$lookup with a pipeline')
    if (!['from', 'localField', 'foreignField', 'as'].includes(name)) fail(9, `unknown argument to $lookup: ${name}`)
  }
  const texts = ['from', 'localField', 'foreignField', 'as'].map(name => {
    const value = spec[name]
    return typeof value === 'string'
      ? value
      : fail(9, `$lookup argument '${name}' must be a string, is type ${typeName(value)}`)
  })
  const [from, local, foreign, as] = texts as [string, string, string, string]
  const parts = local.split('.')
  return (documents, { deadline, findIn }) =>
    documents.map(document => {
      deadline.check()
      const values = valuesAt(document, parts)
      const wanted = values.length > 0 ? values : Array.isArray(document[local]) ? [] : [null]
      const found = findIn(from, compileFilter(documentOf({ [foreign]: documentOf({ $in: wanted }) })))
      return addFields(documentOf({ [as]: documentOf({ $literal: found }) }))([document], undefined as never)[0]!
    })
}
