import { compileExpression, isOperator } from '../aggregate/expression.ts'
import { copyOf, type Doc, Document, isDocument } from '../values/bson.ts'
import { isNumber, isTruthy, toInteger } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { type FilterNode, fieldNodes } from './filter.ts'
import { matched } from './path.ts'

type Rule =
  | { kind: 'include' }
  | { kind: 'exclude' }
  | { kind: 'compute'; evaluate: (document: Doc) => unknown }
  | { kind: 'slice'; skip: number | undefined; limit: number }
  | { kind: 'elements'; choose: (array: unknown[], document: Doc) => unknown[] | undefined }

type Tree = Map<string, Rule | Tree>

/** Gives the shown form of a document; the stored one is left as it is. */
export type Projection = (document: Doc) => Doc

/** Compiles a projection. With `filter` it is one of find, which also knows `$slice`, `$elemMatch` and `field.$`. */
export function compileProjection(spec: Doc, filter?: FilterNode, variables?: Doc): Projection | undefined {
  if (Object.keys(spec).length === 0) return undefined
  const tree: Tree = new Map()
  const rules: { path: string; rule: Rule }[] = []
  for (const path of Object.keys(spec)) collect(path, spec[path], rules, filter, variables)
  for (const { path, rule } of rules) insert(tree, path, rule)
  const inclusive = modeOf(rules)
  const id = tree.get('_id')
  if (inclusive && !id) tree.set('_id', { kind: 'include' })
  if (inclusive && id && isRule(id) && id.kind === 'exclude') tree.delete('_id')
  if (!inclusive && id && isRule(id) && id.kind === 'include') tree.delete('_id')
  return document => (inclusive ? included(document, tree, document) : excluded(document, tree, document))
}

const isRule = (node: Rule | Tree): node is Rule => !(node instanceof Map)

function collect(
  path: string,
  value: unknown,
  rules: { path: string; rule: Rule }[],
  filter?: FilterNode,
  variables?: Doc
): void {
  if (path === '') fail(40352, 'FieldPath cannot be constructed with empty string')
  if (filter && path.endsWith('.$')) {
    rules.push({ path: path.slice(0, -2), rule: positional(filter) })
    return
  }
  if (path.split('.').some(part => part.startsWith('$')))
    fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`)
  if (path.split('.').includes('')) fail(15998, 'FieldPath field names may not be empty strings.')
  if (isNumber(value) || typeof value === 'boolean') {
    rules.push({ path, rule: { kind: isTruthy(value) ? 'include' : 'exclude' } })
    return
  }
  if (isDocument(value)) {
    const keys = Object.keys(value)
    if (keys.length === 0) fail(51270, 'An empty sub-projection is not a valid value. Found empty object at path')
    if (!keys[0]!.startsWith('$')) {
      for (const key of keys) collect(`${path}.${key}`, value[key], rules, filter, variables)
      return
    }
    if (keys[0] === '$meta') refuse('$meta')
    if (filter && keys[0] === '$elemMatch') {
      rules.push({ path, rule: elementMatch(path, value) })
      return
    }
    if (filter && keys[0] === '$slice') {
      rules.push({ path, rule: slice(value.$slice) })
      return
    }
  }
  const [operator] = isDocument(value) ? Object.keys(value) : []
  if (operator !== undefined && !isOperator(operator)) fail(31325, `Unknown expression ${operator}`)
  rules.push({ path, rule: { kind: 'compute', evaluate: compileExpression(value, variables) } })
}

function insert(tree: Tree, path: string, rule: Rule): void {
  const parts = path.split('.')
  let node = tree
  parts.forEach((part, i) => {
    const known = node.get(part)
    if (i === parts.length - 1) {
      if (known) fail(31250, `Path collision at ${path}`)
      node.set(part, rule)
      return
    }
    if (known && isRule(known))
      fail(31249, `Path collision at ${path} remaining portion ${parts.slice(i + 1).join('.')}`)
    const next: Tree = (known as Tree | undefined) ?? new Map()
    node.set(part, next)
    node = next
  })
}

/** Whether only what is named is shown. Throws if the projection mixes both ways. */
function modeOf(rules: readonly { path: string; rule: Rule }[]): boolean {
  let mode: boolean | undefined
  for (const { path, rule } of rules) {
    if (rule.kind === 'slice') continue
    const own = rule.kind !== 'exclude'
    if (path === '_id' && rule.kind !== 'compute') continue
    if (mode !== undefined && mode !== own) {
      if (own && rule.kind === 'compute') fail(31252, `Cannot use expression other than $meta in exclusion projection`)
      fail(
        own ? 31253 : 31254,
        `Cannot do ${own ? 'inclusion' : 'exclusion'} on field ${path} in ${own ? 'exclusion' : 'inclusion'} projection`
      )
    }
    mode = own
  }
  return mode ?? rules.some(({ path, rule }) => path === '_id' && rule.kind === 'include')
}

function included(value: Doc, tree: Tree, root: Doc): Doc {
  const result = new Document()
  for (const field in value) {
    const node = tree.get(field)
    if (node === undefined || (isRule(node) && node.kind === 'compute')) continue
    const shown = isRule(node) ? ruled(value[field], node, root) : includedBelow(value[field], node, root)
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
    const value = node.evaluate(root)
    if (value !== undefined) result[field] = value
  }
}

const hasComputed = (tree: Tree): boolean =>
  [...tree.values()].some(node => (isRule(node) ? node.kind === 'compute' : hasComputed(node)))

function excluded(value: Doc, tree: Tree, root: Doc): Doc {
  const result = copyOf(value)
  for (const [field, node] of tree) {
    if (!(field in result)) continue
    const shown = isRule(node) ? ruled(result[field], node, root) : excludedBelow(result[field], node, root)
    if (shown === undefined) delete result[field]
    else result[field] = shown
  }
  return result
}

function excludedBelow(value: unknown, tree: Tree, root: Doc): unknown {
  if (isDocument(value)) return excluded(value, tree, root)
  return Array.isArray(value) ? value.map(item => excludedBelow(item, tree, root)) : value
}

function ruled(value: unknown, rule: Rule, root: Doc): unknown {
  switch (rule.kind) {
    case 'include':
      return value
    case 'slice': {
      if (!Array.isArray(value)) return value
      const { skip, limit } = rule
      if (skip === undefined) return limit < 0 ? value.slice(limit) : value.slice(0, limit)
      const from = skip < 0 ? Math.max(0, value.length + skip) : skip
      return value.slice(from, from + limit)
    }
    case 'elements':
      return Array.isArray(value) ? rule.choose(value, root) : value
    default:
      return undefined
  }
}

function slice(operand: unknown): Rule {
  if (!Array.isArray(operand)) {
    const limit = toInteger(operand)
    if (limit === undefined) fail(28667, 'Invalid $slice syntax. The given syntax did not match the find() syntax')
    return { kind: 'slice', skip: undefined, limit: limit! }
  }
  const [skip, limit] = operand.map(toInteger)
  if (operand.length !== 2 || skip === undefined || limit === undefined)
    fail(28724, 'First argument to $slice must be an array')
  if (limit! <= 0) fail(28729, 'Third argument to $slice must be positive')
  return { kind: 'slice', skip, limit: limit! }
}

function elementMatch(path: string, value: Doc): Rule {
  const [node] = fieldNodes(path, value)
  if (node?.kind !== 'field') return fail(2, '$elemMatch needs an Object')
  return {
    kind: 'elements',
    choose: array => (node.value(array) ? [array[matched.position]] : undefined)
  }
}

/** `field.$`: the first element that the filter matched. */
function positional(filter: FilterNode): Rule {
  return {
    kind: 'elements',
    choose: (array, document) => {
      matched.position = -1
      filter.test(document)
      const { position } = matched
      if (position < 0 || position >= array.length)
        fail(
          51246,
          "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array"
        )
      return [array[position]]
    }
  }
}
