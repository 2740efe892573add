import { compileFilter } from '../query/filter.ts'
import { parseSort, sortBy } from '../query/sort.ts'
import { isDocument } from '../values/bson.ts'
import { isNumber, toInteger } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { group } from './group.ts'
import type { Stage } from './stage.ts'

const refused = new Set(
  `$addFields $bucket $bucketAuto $changeStream $collStats $count $currentOp $densify $documents $facet $fill $geoNear
  $graphLookup $indexStats $listLocalSessions $listSessions $lookup $merge $out $planCacheStats $project $redact
  $replaceRoot $replaceWith $sample $search $set $setWindowFields $sortByCount $unionWith $unset $unwind`.split(/\s+/)
)

const stages: Record<string, (spec: unknown) => Stage> = {
  $match: spec => {
    if (!isDocument(spec)) return fail(15959, 'the match filter must be an expression in an object')
    const { test } = compileFilter(spec)
    return (documents, deadline) =>
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
  $group: group
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
  return (documents, deadline) => compiled.reduce((result, stage) => stage(result, deadline), documents)
}

function countOf(name: string, spec: unknown, code: number): number {
  const count = isNumber(spec) ? (toInteger(spec) ?? -1) : -1
  return count < 0 ? fail(code, `${name} takes a whole number that is not negative, not ${typeName(spec)}`) : count
}
