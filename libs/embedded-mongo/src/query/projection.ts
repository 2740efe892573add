import { isOperator } from '../aggregate/expression.ts'
import { copyOf, type Doc, Document, isDocument } from '../values/bson.ts'
import { isNumber, isTruthy } from '../values/compare.ts'
import { fail, MongoError, refuse } from '../values/errors.ts'
import { fieldPath } from './path.ts'

/** The named fields, by path component. */
type Tree = Map<string, true | Tree>
type Named = { path: string; shown: boolean }

/** Returns the shown form of a document; leaves the stored one as it is. */
export type Projection = (document: Doc) => Doc

/** Compiles a projection, which names the fields to show or to hide. */
export function compileProjection(spec: Doc): Projection | undefined {
  const all = Object.keys(spec).flatMap(path => namedIn(path, spec[path]))
  if (all.length === 0) return undefined
  const tree: Tree = new Map()
  for (const { path } of all) insert(tree, path)
  const inclusive = modeOf(all)
  const id = all.find(({ path }) => path === '_id')
  if (inclusive && !tree.has('_id')) tree.set('_id', true)
  if (id && id.shown !== inclusive) tree.delete('_id')
  return document => (inclusive ? included(document, tree) : excluded(document, tree))
}

const refused = new Set(['$elemMatch', '$meta', '$slice'])

function namedIn(path: string, value: unknown): Named[] {
  if (path.includes('.$')) refuse('a positional projection')
  fieldPath(path)
  if (isNumber(value) || typeof value === 'boolean') return [{ path, shown: isTruthy(value) }]
  if (!isDocument(value)) return refuse('a projection that computes a field')
  const [first, ...others] = Object.keys(value)
  if (first === undefined)
    return fail(51270, 'An empty sub-projection is not a valid value. Found empty object at path')
  if (refused.has(first) || isOperator(first)) refuse(`${first} in a projection`)
  if (first.startsWith('$')) fail(31325, `Unknown expression ${first}`)
  return [first, ...others].flatMap(key => namedIn(`${path}.${key}`, value[key]))
}

function insert(tree: Tree, path: string): void {
  const parts = path.split('.')
  const last = parts.pop()!
  let node = tree
  for (const part of parts) {
    const next = node.get(part) ?? new Map()
    if (next === true) throw new MongoError(31249, `Path collision at ${path}`)
    node.set(part, next)
    node = next
  }
  if (node.has(last)) fail(31250, `Path collision at ${path}`)
  node.set(last, true)
}

/** Whether only the named fields are shown. Throws if the projection mixes both ways. */
function modeOf(all: readonly Named[]): boolean {
  const [first, ...others] = all.filter(({ path }) => path !== '_id')
  if (!first) return all.some(({ shown }) => shown)
  for (const { path, shown } of others) {
    if (shown && !first.shown) fail(31253, `Cannot do inclusion on field ${path} in exclusion projection`)
    if (!shown && first.shown) fail(31254, `Cannot do exclusion on field ${path} in inclusion projection`)
  }
  return first.shown
}

function included(value: Doc, tree: Tree): Doc {
  const result = new Document()
  for (const field in value) {
    const node = tree.get(field)
    if (node === undefined) continue
    const shown = node === true ? value[field] : includedBelow(value[field], node)
    if (shown !== undefined) result[field] = shown
  }
  return result
}

function includedBelow(value: unknown, tree: Tree): unknown {
  if (isDocument(value)) return included(value, tree)
  if (!Array.isArray(value)) return undefined
  return value.map(item => includedBelow(item, tree)).filter(item => item !== undefined)
}

function excluded(value: Doc, tree: Tree): Doc {
  const result = copyOf(value)
  for (const [field, node] of tree) {
    if (node === true) delete result[field]
    else if (field in result) result[field] = excludedBelow(result[field], node)
  }
  return result
}

function excludedBelow(value: unknown, tree: Tree): unknown {
  if (isDocument(value)) return excluded(value, tree)
  return Array.isArray(value) ? value.map(item => excludedBelow(item, tree)) : value
}
