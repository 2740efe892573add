import { both, compileFilter, type FilterNode, fieldNodes } from '../query/filter.ts'
import { fieldPath, valuesAt } from '../query/path.ts'
import { compileAddition } from '../query/projection.ts'
import { BSONRegExp, type Doc, documentOf, isDocument } from '../values/bson.ts'
import { fail, refuse } from '../values/errors.ts'
import type { Stage } from './stage.ts'

const names = ['from', 'localField', 'foreignField', 'as'] as const

/** `$lookup` by equality of two fields. */
export function lookup(spec: unknown): Stage {
  if (!isDocument(spec)) return fail(9, 'the $lookup specification must be an Object')
  for (const name of Object.keys(spec)) {
    if (name === 'pipeline' || name === 'let') refuse('$lookup with a pipeline')
    if (!names.includes(name as 'from')) fail(9, `unknown argument to $lookup: ${name}`)
  }
  for (const name of names) if (typeof spec[name] !== 'string') fail(9, `$lookup argument '${name}' must be a string`)
  const { from, localField, foreignField, as } = spec as Record<(typeof names)[number], string>
  const [parts] = [fieldPath(localField), fieldPath(foreignField), fieldPath(as)]
  return (documents, context) =>
    documents.map(document => {
      context.deadline.check()
      const found = context.findIn(from, equalToAny(foreignField, wantedOf(document, parts!)))
      return compileAddition(documentOf({ [as]: documentOf({ $literal: found }) }))(document)
    })
}

/** A missing local field finds what null finds, an empty array nothing. */
function wantedOf(document: Doc, parts: readonly string[]): unknown[] {
  const values = valuesAt(document, parts)
  return values.length > 0 || Array.isArray(document[parts[0]!]) ? values : [null]
}

/** Patterns are equal to themselves here: they do not search. */
function equalToAny(path: string, wanted: readonly unknown[]): FilterNode {
  const plain = wanted.filter(value => !(value instanceof BSONRegExp))
  if (plain.length === wanted.length) return both(fieldNodes(path, documentOf({ $in: plain })))
  const clauses = wanted.map(value => documentOf({ [path]: documentOf({ $eq: value }) }))
  return compileFilter(documentOf({ $or: clauses }))
}
