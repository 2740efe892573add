import { compileExpression, isOperator } from '../aggregate/expression.ts'
import { copyOf, type Doc, Document, isDocument } from '../values/bson.ts'
import { isNumber, isTruthy, toInteger } from '../values/compare.ts'
import { fail, MongoError, refuse } from '../values/errors.ts'
import { type FilterNode, fieldNodes } from './filter.ts'
import { fieldPath, matched } from './path.ts'

/** What is shown of the value at one path; undefined for nothing. */
type Rule = {
  kind: 'include' | 'exclude' | 'compute' | 'slice' | 'positional'
  show: (value: unknown, document: Doc) => unknown
}
type Tree = Map<string, Rule | Tree>
type PathRule = { path: string; rule: Rule }

/** Gives the shown form of a document; the stored one is left as it is. */
export type Projection = (document: Doc) => Doc

const include: Rule = { kind: 'include', show: value => value }
const exclude: Rule = { kind: 'exclude', show: () => undefined }

/** Compiles a projection. With `filter` it is one of find, which also knows `$slice`, `$elemMatch` and `field.$`. */
export function compileProjection(spec: Doc, filter?: FilterNode): Projection | undefined {
  if (Object.keys(spec).length === 0) return undefined
  const rules = Object.keys(spec).flatMap(path => rulesOf(path, spec[path], filter))
  if (rules.filter(({ rule }) => rule.kind === 'positional').length > 1)
    fail(31276, 'Cannot specify more than one positional projection per query.')
  const tree: Tree = new Map()
  for (const { path, rule } of rules) insert(tree, path, rule)
  const inclusive = modeOf(rules)
  const id = tree.get('_id')
  if (inclusive && !id) tree.set('_id', include)
  if (id === (inclusive ? exclude : include)) tree.delete('_id')
  return document => (inclusive ? included(document, tree, document) : changed(document, tree, document))
}

/** Compiles the fields of an `$addFields`: a document on the way is made, an array is gone through. */
export function compileAddition(spec: Doc): Projection {
  const tree: Tree = new Map()
  for (const path of Object.keys(spec))
    for (const { path: at, rule } of additions(path, spec[path])) insert(tree, at, rule, 40176)
  return document => changed(document, tree, document)
}

function additions(path: string, value: unknown): PathRule[] {
  fieldPath(path)
  const [first] = isDocument(value) ? Object.keys(value) : []
  if (first === undefined || first.startsWith('$')) return [{ path, rule: computed(value) }]
  return Object.entries(value as Doc).flatMap(([key, inner]) => additions(`${path}.${key}`, inner))
}

const isRule = (node: Rule | Tree): node is Rule => !(node instanceof Map)

function rulesOf(path: string, value: unknown, filter?: FilterNode): PathRule[] {
  if (filter && path.includes('.$')) return [positional(path, value, filter)]
  fieldPath(path)
  if (isNumber(value) || typeof value === 'boolean') return [{ path, rule: isTruthy(value) ? include : exclude }]
  if (isDocument(value)) {
    const [first, ...others] = Object.keys(value)
    if (first === undefined) fail(51270, 'An empty sub-projection is not a valid value. Found empty object at path')
    if (!first!.startsWith('$'))
      return [first!, ...others].flatMap(key => rulesOf(`${path}.${key}`, value[key], filter))
    if (first === '$meta') refuse('$meta')
    if (filter && first === '$elemMatch') return [{ path, rule: elementMatch(path, value) }]
    if (filter && first === '$slice') return [{ path, rule: slice(value.$slice) }]
    if (!isOperator(first!)) fail(31325, `Unknown expression ${first}`)
  }
  return [{ path, rule: computed(value) }]
}

function computed(expression: unknown): Rule {
  const evaluate = compileExpression(expression)
  return { kind: 'compute', show: (_, document) => evaluate(document) }
}

function insert(tree: Tree, path: string, rule: Rule, code?: number): void {
  const parts = path.split('.')
  const last = parts.pop()!
  let node = tree
  for (const part of parts) {
    const next = node.get(part) ?? new Map()
    if (isRule(next)) throw new MongoError(code ?? 31249, `Path collision at ${path}`)
    node.set(part, next)
    node = next
  }
  if (node.has(last)) fail(code ?? 31250, `Path collision at ${path}`)
  node.set(last, rule)
}

/** Whether only what is named is shown. Throws if the projection mixes both ways. */
function modeOf(rules: readonly PathRule[]): boolean {
  let mode: boolean | undefined
  for (const { path, rule } of rules) {
    if (rule.kind === 'slice' || (path === '_id' && rule.kind !== 'compute')) continue
    const own = rule.kind !== 'exclude'
    if (mode === false && rule.kind === 'compute') fail(31252, 'Cannot use an expression in exclusion projection')
    if (mode === false && own) fail(31253, `Cannot do inclusion on field ${path} in exclusion projection`)
    if (mode === true && !own) fail(31254, `Cannot do exclusion on field ${path} in inclusion projection`)
    mode = own
  }
  return mode ?? rules.some(({ rule }) => rule.kind === 'include')
}

function included(value: Doc, tree: Tree, root: Doc): Doc {
  const result = new Document()
  for (const field in value) {
    const node = tree.get(field)
    if (node === undefined || (isRule(node) && node.kind === 'compute')) continue
    const shown = isRule(node) ? node.show(value[field], root) : includedBelow(value[field], node, root)
    if (shown !== undefined) result[field] = shown
  }
  for (const [field, node] of tree) addComputed(result, field, node, root)
  return result
}

function includedBelow(value: unknown, tree: Tree, root: Doc): unknown {
  if (isDocument(value)) return included(value, tree, root)
  if (!Array.isArray(value)) return undefined
  return value.map(item => includedBelow(item, tree, root)).filter(item => item !== undefined)
}

/** Computed fields come last, in the order of the projection; they make the documents on their way. */
function addComputed(result: Doc, field: string, node: Rule | Tree, root: Doc): void {
  if (!isRule(node)) {
    if (field in result || !hasComputed(node)) return
    const made = new Document()
    for (const [inner, below] of node) addComputed(made, inner, below, root)
    result[field] = made
  } else if (node.kind === 'compute') {
    const value = node.show(undefined, root)
    if (value !== undefined) result[field] = value
  }
}

const hasComputed = (tree: Tree): boolean =>
  [...tree.values()].some(node => (isRule(node) ? node.kind === 'compute' : hasComputed(node)))

/** All of a document but what is excluded, with what is computed. */
function changed(value: Doc, tree: Tree, root: Doc): Doc {
  const result = copyOf(value)
  for (const [field, node] of tree) {
    const shown = isRule(node) ? node.show(result[field], root) : changedBelow(result[field], node, root)
    if (shown === undefined) delete result[field]
    else result[field] = shown
  }
  return result
}

function changedBelow(value: unknown, tree: Tree, root: Doc): unknown {
  if (isDocument(value)) return changed(value, tree, root)
  if (Array.isArray(value)) return value.map(item => changedBelow(item, tree, root))
  return hasComputed(tree) ? changed(new Document(), tree, root) : value
}

/** `$slice: limit` or `$slice: [skip, limit]`. */
function slice(operand: unknown): Rule {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map(toInteger)
  const [first, limit] = numbers
  if (first === undefined || numbers.length > 2 || (Array.isArray(operand) && limit === undefined))
    return fail(28667, 'Invalid $slice syntax')
  if (limit !== undefined && limit <= 0) fail(28729, 'Third argument to $slice must be positive')
  const cut = (list: unknown[]) => {
    if (limit === undefined) return first < 0 ? list.slice(first) : list.slice(0, first)
    const from = first < 0 ? Math.max(0, list.length + first) : first
    return list.slice(from, from + limit)
  }
  return { kind: 'slice', show: value => (Array.isArray(value) ? cut(value) : value) }
}

/** The first element that passes, as a computed field. */
function elementMatch(path: string, value: Doc): Rule {
  if (path.includes('.')) fail(31275, 'Cannot use $elemMatch projection on a nested field')
  const [node] = fieldNodes(path, value)
  if (node?.kind !== 'field') return fail(2, '$elemMatch needs an Object')
  const choose = (list: unknown) => (node.value(list) ? [(list as unknown[])[matched.position]] : undefined)
  return { kind: 'compute', show: (_, document) => choose(document[path]) }
}

/** `field.$`: the first element that the filter matched. */
function positional(path: string, value: unknown, filter: FilterNode): PathRule {
  if (path.indexOf('.$') !== path.length - 2) fail(31394, "Positional operator '.$' only allowed at the end of a path")
  if (!isTruthy(value)) fail(31395, 'positional projection cannot be used with exclusion')
  const choose = (list: unknown[], document: Doc) => {
    matched.position = -1
    filter.test(document)
    const { position } = matched
    if (position < 0 || position >= list.length)
      fail(51246, "positional operator '.$' couldn't find a matching element in the array")
    return [list[position]]
  }
  const show = (list: unknown, document: Doc) => (Array.isArray(list) ? choose(list, document) : list)
  return { path: path.slice(0, -2), rule: { kind: 'positional', show } }
}
