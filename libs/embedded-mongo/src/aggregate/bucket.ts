import { documentOf, isDocument } from '../values/bson.ts'
import { compare } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { markOf } from '../values/key-string.ts'
import { compileExpression } from './expression.ts'
import { groupBy } from './group.ts'
import type { MakeStage } from './stage.ts'

const options = ['groupBy', 'boundaries', 'default', 'output']
const isExpression = (value: unknown): boolean =>
  isDocument(value) ? Object.keys(value)[0]?.startsWith('$') === true : typeof value === 'string' && value[0] === '$'

/** `$bucket`: groups by the greatest boundary that is not above the value; the last boundary is exclusive. */
export const bucket: MakeStage = spec => {
  if (!isDocument(spec)) return fail(40201, 'Argument to $bucket stage must be an object')
  for (const name of Object.keys(spec))
    if (!options.includes(name)) fail(40197, `Unrecognized option to $bucket: ${name}.`)
  const { boundaries, output = documentOf({ count: documentOf({ $sum: 1 }) }) } = spec
  if (!('groupBy' in spec) || boundaries === undefined)
    return fail(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.")
  if (!isExpression(spec.groupBy)) fail(40202, "The $bucket 'groupBy' field must be an expression")
  if (!isDocument(output)) return fail(40196, "The $bucket 'output' field must be an object")
  const limits = boundariesOf(boundaries)
  if ('default' in spec && compare(spec.default, limits[0]) >= 0 && compare(spec.default, limits.at(-1)) < 0)
    fail(40199, "The $bucket 'default' field must be outside of the boundaries")
  const subjectOf = compileExpression(spec.groupBy)
  const place = (value: unknown): unknown => {
    const above = limits.findIndex(boundary => compare(value, boundary) < 0)
    return above > 0
      ? limits[above - 1]
      : 'default' in spec
        ? spec.default
        : fail(40066, 'a value lies outside the boundaries of $bucket, which has no default')
  }
  const run = groupBy(document => place(subjectOf(document)), output)
  return (documents, context) => [...run(documents, context)].sort((a, b) => compare(a._id, b._id))
}

function boundariesOf(boundaries: unknown): unknown[] {
  if (!Array.isArray(boundaries)) return fail(40200, "The $bucket 'boundaries' field must be an array")
  if (boundaries.length < 2) fail(40192, "The $bucket 'boundaries' field must have at least 2 values")
  if (boundaries.some(isExpression)) fail(40191, "The $bucket 'boundaries' field must be an array of constant values")
  for (const [i, boundary] of boundaries.entries()) {
    if (i === 0) continue
    if (markOf(boundary) !== markOf(boundaries[0])) fail(40193, "All 'boundaries' of $bucket must have the same type")
    if (compare(boundaries[i - 1], boundary) >= 0) fail(40194, "The 'boundaries' of $bucket must be in ascending order")
  }
  return boundaries
}
