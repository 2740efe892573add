import { fieldPath } from '../query/path.ts'
import { compileProjection } from '../query/projection.ts'
import { copyOf, type Doc, Document, documentOf, isDocument } from '../values/bson.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { compileExpression } from './expression.ts'
import type { MakeStage } from './stage.ts'

type FieldTree = Map<string, ((document: Doc) => unknown) | FieldTree>

export const project: MakeStage = (spec, variables) => {
  if (!isDocument(spec)) return fail(15969, '$project specification must be an object')
  const show = compileProjection(spec, undefined, variables)
  return show ? documents => documents.map(show) : fail(51272, 'a projection must have at least one field')
}

export const unset: MakeStage = spec => {
  const names = Array.isArray(spec) ? spec : [spec]
  if (!Array.isArray(spec) && typeof spec !== 'string') fail(31002, '$unset takes a string or an array')
  if (names.length === 0) fail(31119, '$unset must have at least one field')
  if (!names.every(name => typeof name === 'string')) fail(31120, '$unset takes strings only')
  return project(documentOf(Object.fromEntries(names.map(name => [name, 0]))))
}

/** `$addFields`, `$set`: fields by path; a document on the way is made, an array is gone through. */
export const addFields: MakeStage = (spec, variables) => {
  if (!isDocument(spec)) return fail(40272, `$addFields specification must be an object, got ${typeName(spec)}`)
  if (Object.keys(spec).length === 0) fail(40177, '$addFields must have at least one field')
  const tree: FieldTree = new Map()
  for (const path of Object.keys(spec)) plant(tree, fieldPath(path), spec[path], variables)
  return documents => documents.map(document => withFields(document, tree, document))
}

function plant(tree: FieldTree, [part = '', ...rest]: readonly string[], value: unknown, variables?: Doc): void {
  const known = tree.get(part)
  const [first] = isDocument(value) ? Object.keys(value) : []
  const nested = rest.length > 0 || (first !== undefined && !first.startsWith('$'))
  if (known && !(nested && known instanceof Map))
    fail(40176, `specification contains two conflicting paths at '${part}'`)
  if (!nested) {
    tree.set(part, compileExpression(value, variables))
    return
  }
  const below: FieldTree = known instanceof Map ? known : new Map()
  tree.set(part, below)
  if (rest.length > 0) plant(below, rest, value, variables)
  else for (const [field, inner] of Object.entries(value as Doc)) plant(below, fieldPath(field), inner, variables)
}

function withFields(document: Doc, tree: FieldTree, root: Doc): Doc {
  const result = copyOf(document)
  for (const [field, node] of tree) {
    const value = node instanceof Map ? withFieldsBelow(result[field], node, root) : node(root)
    if (value === undefined) delete result[field]
    else result[field] = value
  }
  return result
}

function withFieldsBelow(value: unknown, tree: FieldTree, root: Doc): unknown {
  if (Array.isArray(value)) return value.map(item => withFieldsBelow(item, tree, root))
  return withFields(isDocument(value) ? value : new Document(), tree, root)
}

export const replaceRoot: MakeStage = (expression, variables) => {
  const evaluate = compileExpression(expression, variables)
  return documents =>
    documents.map(document => {
      const value = evaluate(document)
      return isDocument(value) ? value : fail(40228, `'newRoot' must evaluate to an object, not ${typeName(value)}`)
    })
}
