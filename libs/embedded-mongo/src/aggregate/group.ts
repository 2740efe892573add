import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { fail, refuse } from '../values/errors.ts'
import { keyOf } from '../values/key-string.ts'
import { compileExpression, isOperator } from './expression.ts'
import type { MakeStage, Stage } from './stage.ts'
import { maximum, mean, minimum, total } from './totals.ts'

/** Each accumulator computes from all values of its group, missing ones as undefined. */
const accumulators: Record<string, (values: unknown[]) => unknown> = {
  $sum: total,
  $avg: mean,
  $min: minimum,
  $max: maximum,
  $first: values => values[0] ?? null,
  $last: values => values.at(-1) ?? null,
  $push: present,
  $addToSet: values => [...new Map(present(values).map(value => [keyOf(value), value])).values()],
  $count: values => values.length
}

type Field = { name: string; evaluate: (document: Doc) => unknown; accumulate: (values: unknown[]) => unknown }
type Group = { id: unknown; values: unknown[][] }

/** `$group`: one document for each value of `_id`, in order of first appearance. */
export const group: MakeStage = spec => {
  if (!isDocument(spec)) return fail(15947, "a group's fields must be specified in an object")
  if (!('_id' in spec)) fail(15955, 'a group specification must include an _id')
  const { _id, ...output } = spec
  return groupBy(compileExpression(_id), output)
}

/** Groups documents by what `idOf` gives; `output` names the accumulators. */
export function groupBy(idOf: (document: Doc) => unknown, output: Doc): Stage {
  const fields = Object.keys(output).map(name => field(name, output[name]))
  return (documents, { deadline }) => {
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

function present(values: readonly unknown[]): unknown[] {
  return values.filter(value => value !== undefined)
}

function field(name: string, spec: unknown): Field {
  if (name.includes('.')) fail(40235, `The field name '${name}' cannot contain '.'`)
  if (name.startsWith('$')) fail(40236, `The field name '${name}' cannot be an operator name`)
  if (!isDocument(spec)) return fail(40234, `The field '${name}' must be an accumulator object`)
  const [operator = '', ...others] = Object.keys(spec)
  if (others.length > 0) fail(40238, `The field '${name}' must specify one accumulator`)
  if (!Object.hasOwn(accumulators, operator)) {
    if (isOperator(operator)) refuse(`the accumulator ${operator}`)
    fail(15952, `unknown group operator '${operator}'`)
  }
  return { name, evaluate: compileExpression(spec[operator]), accumulate: accumulators[operator]! }
}
