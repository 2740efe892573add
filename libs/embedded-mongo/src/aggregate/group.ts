import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { fail, refuse } from '../values/errors.ts'
import { keyOf } from '../values/key-string.ts'
import { compileExpression, isOperator } from './expression.ts'
import type { Stage } from './stage.ts'
import { maximum, total } from './totals.ts'

/** Each accumulator computes from all values of its group, missing ones as undefined. */
const accumulators: Record<string, (values: unknown[]) => unknown> = {
  $sum: total,
  $max: maximum,
  $last: values => values.at(-1) ?? null
}

type Field = { name: string; evaluate: (document: Doc) => unknown; accumulate: (values: unknown[]) => unknown }
type Group = { id: unknown; values: unknown[][] }

/** `$group`: one document for each value of `_id`, in order of first appearance. */
export function group(spec: unknown): Stage {
  if (!isDocument(spec)) return fail(15947, "a group's fields must be specified in an object")
  if (!('_id' in spec)) fail(15955, 'a group specification must include an _id')
  const { _id, ...output } = spec
  const idOf = compileExpression(_id)
  const fields = Object.keys(output).map(name => field(name, output[name]))
  return (documents, deadline) => {
    const groups = new Map<string, Group>()
    for (const document of documents) {
      deadline.check()
      const id = idOf(document) ?? null
      const key = keyOf(id)
      const found = groups.get(key) ?? { id, values: fields.map(() => []) }
      groups.set(key, found)
      for (const [i, { evaluate }] of fields.entries()) found.values[i]!.push(evaluate(document))
    }
    return [...groups.values()].map(({ id, values }) => {
      const results = fields.map(({ name, accumulate }, i) => [name, accumulate(values[i]!)])
      return documentOf({ _id: id, ...Object.fromEntries(results) })
    })
  }
}

function field(name: string, spec: unknown): Field {
  if (name.includes('.')) fail(40235, `The field name '${name}' cannot contain '.'`)
  if (name.startsWith('$')) fail(40236, `The field name '${name}' cannot be an operator name`)
  if (!isDocument(spec)) return fail(40234, `The field '${name}' must be an accumulator object`)
  const [operator = '', ...others] = Object.keys(spec)
  if (others.length > 0) fail(40238, `The field '${name}' must specify one accumulator`)
  if (!Object.hasOwn(accumulators, operator)) {
    if (isOperator(operator) || ['$addToSet', '$count', '$push'].includes(operator))
      refuse(`the accumulator ${operator}`)
    fail(15952, `unknown group operator '${operator}'`)
  }
  return { name, evaluate: compileExpression(spec[operator]), accumulate: accumulators[operator]! }
}
