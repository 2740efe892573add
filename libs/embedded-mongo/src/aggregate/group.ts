import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { compare } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { keyOf } from '../values/key-string.ts'
import { compileExpression } from './expression.ts'
import { noBranch } from './lazy-expressions.ts'
import type { Stage } from './stage.ts'
import { maximum, mean, minimum, total } from './totals.ts'

/** Each accumulator computes from all values of its group, missing ones as undefined. */
const accumulators: Record<string, (values: unknown[]) => unknown> = {
  $sum: total,
  $avg: mean,
  $min: minimum,
  $max: maximum,
  $first: values => values[0] ?? null,
  $last: values => values.at(-1) ?? null,
  $push: values => values.filter(value => value !== undefined),
  $addToSet: values => [
    ...new Map(values.filter(value => value !== undefined).map(value => [keyOf(value), value])).values()
  ],
  $count: values => values.length
}

type Field = { name: string; evaluate: (document: Doc) => unknown; accumulate: (values: unknown[]) => unknown }
type Group = { id: unknown; values: unknown[][] }

/** `$group`: one document for each value of `_id`, in order of first appearance. */
export function group(spec: unknown, variables?: Doc): Stage {
  if (!isDocument(spec)) return fail(15947, "a group's fields must be specified in an object")
  if (!('_id' in spec)) fail(15955, 'a group specification must include an _id')
  const idOf = compileExpression(spec._id, variables)
  const fields = Object.keys(spec)
    .filter(name => name !== '_id')
    .map(name => field(name, spec[name], variables))
  return (documents, { deadline }) => {
    const groups = new Map<string, Group>()
    for (const document of documents) {
      deadline.check()
      addTo(groups, idOf(document) ?? null, document, fields)
    }
    return [...groups.values()].map(found => resultOf(found, fields))
  }
}

function addTo(groups: Map<string, Group>, id: unknown, document: Doc, fields: readonly Field[]): void {
  const key = keyOf(id)
  let found = groups.get(key)
  if (!found) {
    found = { id, values: fields.map(() => []) }
    groups.set(key, found)
  }
  for (const [i, { evaluate }] of fields.entries()) found.values[i]!.push(evaluate(document))
}

function resultOf({ id, values }: Group, fields: readonly Field[]): Doc {
  const result = documentOf({ _id: id })
  for (const [i, { name, accumulate }] of fields.entries()) result[name] = accumulate(values[i]!)
  return result
}

function field(name: string, spec: unknown, variables?: Doc): Field {
  if (name.includes('.')) fail(40235, `The field name '${name}' cannot contain '.'`)
  if (name.startsWith('$')) fail(40236, `The field name '${name}' cannot be an operator name`)
  if (!isDocument(spec)) return fail(40234, `The field '${name}' must be an accumulator object`)
  const [operator = '', ...others] = Object.keys(spec)
  if (others.length > 0) fail(40238, `The field '${name}' must specify one accumulator`)
  if (!Object.hasOwn(accumulators, operator)) fail(15952, `unknown group operator '${operator}'`)
  return { name, evaluate: compileExpression(spec[operator], variables), accumulate: accumulators[operator]! }
}

/** `$bucket`: groups by the greatest boundary that is not above the value; the last boundary is exclusive. */
export function bucket(spec: unknown, variables?: Doc): Stage {
  if (!isDocument(spec)) return fail(40201, 'Argument to $bucket stage must be an object')
  for (const name of Object.keys(spec)) {
    if (!['groupBy', 'boundaries', 'default', 'output'].includes(name))
      fail(40197, `Unrecognized option to $bucket: ${name}.`)
  }
  const { boundaries, output = documentOf({ count: documentOf({ $sum: 1 }) }) } = spec
  if (!('groupBy' in spec) || !Array.isArray(boundaries))
    return fail(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.")
  if (boundaries.length < 2)
    fail(40192, `The $bucket 'boundaries' field must have at least 2 values, but found ${boundaries.length} value(s).`)
  for (let i = 1; i < boundaries.length; i++) {
    if (compare(boundaries[i - 1], boundaries[i]) >= 0)
      fail(
        40194,
        `The 'boundaries' option to $bucket must be sorted, but elements ${i - 1} and ${i} are not in ascending order`
      )
  }
  if (!isDocument(output)) return fail(40196, "The $bucket 'output' field must be an object")
  const groupOf = compileExpression(spec.groupBy, variables)
  const fields = Object.keys(output).map(name => field(name, output[name], variables))
  const place = (value: unknown): unknown => {
    const above = boundaries.findIndex(boundary => compare(value, boundary) < 0)
    return above > 0 ? boundaries[above - 1] : 'default' in spec ? spec.default : noBranch()
  }
  return (documents, { deadline }) => {
    const groups = new Map<string, Group>()
    for (const document of documents) {
      deadline.check()
      addTo(groups, place(groupOf(document)), document, fields)
    }
    return [...groups.values()].sort((a, b) => compare(a.id, b.id)).map(found => resultOf(found, fields))
  }
}
