import { fieldPath } from '../query/path.ts'
import { compileProjection } from '../query/projection.ts'
import { copyOf, type Doc, Document, documentOf, isDocument } from '../values/bson.ts'
import { describe } from '../values/describe.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { compileExpression } from './expression.ts'
import type { Stage } from './stage.ts'

type FieldTree = Map<string, ((document: Doc) => unknown) | FieldTree>

export function project(spec: unknown, variables?: Doc): Stage {
  if (!isDocument(spec)) return fail(15969, '$project specification must be an object')
  const show = compileProjection(spec, undefined, variables)
  if (!show)
    return fail(51272, 'Invalid $project :: caused by :: projection specification must have at least one field')
  return documents => documents.map(show)
}

export function unset(spec: unknown): Stage {
  const names = Array.isArray(spec) ? spec : [spec]
  if (names.length === 0 || !names.every(name => typeof name === 'string' && name !== '')) {
    fail(31120, '$unset specification must be a string or an array containing only string values')
  }
  return project(documentOf(Object.fromEntries(names.map(name => [name, 0]))))
}

/** `$addFields`, `$set`: fields by path; a document on the way is made, an array is gone through. */
export function addFields(spec: unknown, variables?: Doc): Stage {
  if (!isDocument(spec)) return fail(40272, `$addFields specification stage must be an object, got ${typeName(spec)}`)
  const tree: FieldTree = new Map()
  for (const path of Object.keys(spec)) plantField(tree, fieldPath(path), spec[path], variables)
  return documents => documents.map(document => withFields(document, tree, document))
}

function plantField(tree: FieldTree, parts: readonly string[], value: unknown, variables?: Doc): void {
  const [part = '', ...rest] = parts
  const known = tree.get(part)
  const nested = isDocument(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]!.startsWith('$')
  if (known && (!(known instanceof Map) || (rest.length === 0 && !nested)))
    fail(40176, `specification contains two conflicting paths at '${part}'`)
  if (rest.length === 0 && !nested) {
    tree.set(part, compileExpression(value, variables))
    return
  }
  const below: FieldTree = known instanceof Map ? known : new Map()
  tree.set(part, below)
  if (rest.length > 0) plantField(below, rest, value, variables)
  else
    for (const field of Object.keys(value as Doc)) plantField(below, fieldPath(field), (value as Doc)[field], variables)
}

function withFields(document: Doc, tree: FieldTree, root: Doc): Doc {
  const result = copyOf(document)
  for (const [field, node] of tree) {
    const value = node instanceof Map ? below(result[field], node, root) : node(root)
    if (value === undefined) delete result[field]
    else result[field] = value
  }
  return result
}

function below(value: unknown, tree: FieldTree, root: Doc): unknown {
  if (Array.isArray(value)) return value.map(item => below(item, tree, root))
  return withFields(isDocument(value) ? value : new Document(), tree, root)
}

export function replaceRoot(expression: unknown, variables?: Doc): Stage {
  const evaluate = compileExpression(expression, variables)
  return documents =>
    documents.map(document => {
      const value = evaluate(document)
      return isDocument(value)
        ? value
        : fail(40228, `'newRoot' expression must evaluate to an object, but resulting value was: ${describe(value)}`)
    })
}

/** `$unwind`: one document for each element. */
export function unwind(spec: unknown): Stage {
  const options = isDocument(spec) ? spec : documentOf({ path: spec })
  for (const name of Object.keys(options)) {
    if (!['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(name))
      fail(28811, `unrecognized option to $unwind stage: ${name}`)
  }
  const { path, includeArrayIndex, preserveNullAndEmptyArrays } = options
  if (typeof path !== 'string')
    return fail(28808, `expected a string as the path for $unwind stage, got ${typeName(path)}`)
  if (!path.startsWith('$') || path.length < 2)
    fail(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`)
  if (includeArrayIndex !== undefined && (typeof includeArrayIndex !== 'string' || includeArrayIndex === ''))
    fail(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage')
  const parts = path.slice(1).split('.')
  const indexParts = typeof includeArrayIndex === 'string' ? includeArrayIndex.split('.') : undefined
  return documents =>
    documents.flatMap(document => unwound(document, parts, indexParts, preserveNullAndEmptyArrays === true))
}

function unwound(
  document: Doc,
  parts: readonly string[],
  indexParts: readonly string[] | undefined,
  preserve: boolean
): Doc[] {
  const value = parts.reduce<unknown>((node, part) => (isDocument(node) ? node[part] : undefined), document)
  const withIndex = (result: Doc, index: bigint | null) => (indexParts ? withValue(result, indexParts, index) : result)
  if (Array.isArray(value)) {
    if (value.length > 0) return value.map((item, i) => withIndex(withValue(document, parts, item), BigInt(i)))
    return preserve ? [withIndex(withValue(document, parts, undefined), null)] : []
  }
  if (value === undefined || value === null) return preserve ? [withIndex(document, null)] : []
  return [withIndex(document, null)]
}

function withValue(document: Doc, parts: readonly string[], value: unknown): Doc {
  const [part = '', ...rest] = parts
  const result = copyOf(document)
  const inner = result[part]
  const next = rest.length === 0 ? value : withValue(isDocument(inner) ? inner : new Document(), rest, value)
  if (next === undefined) delete result[part]
  else result[part] = next
  return result
}
