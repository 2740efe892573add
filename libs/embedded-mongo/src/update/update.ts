import { compileFilter } from '../query/filter.ts'
import { plainValueAt } from '../query/path.ts'
import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { equalTo } from '../values/compare.ts'
import { describe, describeId } from '../values/describe.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { set, updateOperators } from './operators.ts'
import { grow, inOrder, type Leaf, plant, type UpdateRun, type UpdateTree } from './tree.ts'

export type Update = {
  kind: 'replacement' | 'operators'
  /** The document after the update, or the same object if nothing changes. */
  apply: (document: Doc, position: number, inserting: boolean) => Doc
}

/** Compiles a replacement or a document of operators. Throws MongoDB's errors. */
export function compileUpdate(update: unknown, arrayFilters: readonly unknown[] = []): Update {
  if (Array.isArray(update)) refuse('an update by pipeline')
  if (!isDocument(update)) fail(9, 'Update argument must be either an object or an array')
  if (!Object.keys(update)[0]?.startsWith('$')) {
    if (arrayFilters.length > 0) fail(9, 'arrayFilters may not be specified for replacement-style updates')
    return { kind: 'replacement', apply: withSameId(replacement(update)) }
  }
  return { kind: 'operators', apply: withSameId(operatorUpdate(update, arrayFilters)) }
}

function replacement(update: Doc): (document: Doc) => Doc {
  const dollar = Object.keys(update).find(field => field.startsWith('$'))
  if (dollar) fail(52, `The dollar ($) prefixed field '${dollar}' is not allowed in a replacement document`)
  return document => {
    const id = '_id' in update ? update._id : document._id
    const rest = Object.entries(update).filter(([field]) => field !== '_id')
    return documentOf(Object.fromEntries(id === undefined ? rest : [['_id', id], ...rest]))
  }
}

/** `_id` never changes. */
function withSameId(apply: (document: Doc, position: number, inserting: boolean) => Doc): Update['apply'] {
  return (document, position, inserting) => {
    const after = apply(document, position, inserting)
    if (document._id !== undefined && after._id !== document._id && !equalTo(document._id)(after._id)) {
      fail(66, `Performing an update on the path '_id' would modify the immutable field '_id'`)
    }
    return after
  }
}

function operatorUpdate(update: Doc, arrayFilters: readonly unknown[]) {
  const filters = compileArrayFilters(arrayFilters)
  const used = new Set<string>()
  const root: UpdateTree = { children: new Map() }
  const renames: { from: string; to: string; cell: { value: unknown } }[] = []
  for (const [operator, changes] of Object.entries(update)) {
    if (operator !== '$rename' && !Object.hasOwn(updateOperators, operator))
      fail(9, `Unknown modifier: ${operator}. Expected a valid update modifier or a pipeline`)
    if (!isDocument(changes))
      return fail(9, `Modifiers operate on fields but we found type ${typeName(changes)} instead in ${operator}`)
    for (const [path, operand] of Object.entries(changes)) {
      checkPath(path, filters, used)
      if (operator === '$rename') renames.push(plantRename(root, path, operand))
      else plant(root, path, updateOperators[operator]!(operand, path))
    }
  }
  for (const identifier of filters.keys()) {
    if (!used.has(identifier))
      fail(9, `The array filter for identifier '${identifier}' was not used in the update ${describe(update)}`)
  }
  const tree = inOrder(root)
  return (document: Doc, position: number, inserting: boolean): Doc => {
    const run: UpdateRun = { document, position, inserting, arrayFilters: filters }
    for (const { from, cell } of renames) cell.value = renamed(document, from)
    for (const { to, cell } of renames) if (cell.value !== undefined) renamed(document, to, 'destination')
    return grow(tree, document, run, '') as Doc
  }
}

function checkPath(path: string, filters: ReadonlyMap<string, unknown>, used: Set<string>): void {
  if (path === '') fail(56, 'An empty update path is not valid.')
  path.split('.').forEach((part, i) => {
    if (part === '') fail(56, `The update path '${path}' contains an empty field name, which is not allowed.`)
    if (!part.startsWith('$')) return
    const identifier = /^\$\[(.*)\]$/.exec(part)?.[1]
    if (part !== '$' && identifier === undefined)
      fail(52, `The dollar ($) prefixed field '${part}' in '${path}' is not valid for storage.`)
    if (i === 0) fail(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`)
    if (!identifier) return
    if (!filters.has(identifier)) fail(2, `No array filter found for identifier '${identifier}' in path '${path}'`)
    used.add(identifier)
  })
  if (path.split('.').filter(part => part === '$').length > 1)
    fail(2, `Too many positional (i.e. '$') elements found in path '${path}'`)
}

function plantRename(root: UpdateTree, from: string, to: unknown) {
  if (typeof to !== 'string') return fail(2, `The 'to' field for $rename must be a string: ${from}: ${describe(to)}`)
  if (to.includes('\0')) fail(2, `The 'to' field for $rename cannot contain a null byte: ${from}`)
  if (from === to) fail(2, `The source and target field for $rename must differ: ${from}: "${to}"`)
  checkPath(to, new Map(), new Set())
  if (from.includes('$')) fail(2, `The source field for $rename may not be dynamic: ${from}`)
  if (to.includes('$')) fail(2, `The destination field for $rename may not be dynamic: ${to}`)
  const cell = { value: undefined as unknown }
  const give: Leaf = { creates: false, change: () => undefined }
  const take: Leaf = {
    creates: true,
    change: current => (cell.value === undefined ? current : set(cell.value).change(current, undefined as never, to))
  }
  plant(root, from, give)
  plant(root, to, take)
  return { from, to, cell }
}

function renamed(document: Doc, path: string, role = 'source'): unknown {
  const parts = path.split('.')
  for (let i = 1; i < parts.length; i++) {
    if (Array.isArray(plainValueAt(document, parts.slice(0, i))))
      fail(2, `The ${role} field cannot be an array element: '${path}' in ${describeId(document)}`)
  }
  return plainValueAt(document, parts)
}

/** Each array filter speaks of one identifier; gives the test of an element by identifier. */
function compileArrayFilters(arrayFilters: readonly unknown[]): Map<string, (element: unknown) => boolean> {
  const result = new Map<string, (element: unknown) => boolean>()
  for (const filter of arrayFilters) {
    if (!isDocument(filter)) return fail(14, 'arrayFilters must be an array of objects')
    const names = [...new Set(identifiers(filter))]
    const [identifier = ''] = names
    if (names.length === 0) fail(9, 'Cannot use an expression without a top-level field name in arrayFilters')
    if (names.length > 1)
      fail(9, `Expected a single top-level field name in an array filter, found ${names.join(', ')}`)
    if (!/^[a-z][a-zA-Z0-9]*$/.test(identifier)) fail(2, `'${identifier}' is not a valid name of an array filter`)
    if (result.has(identifier)) fail(9, `Found multiple array filters with the same top-level field name ${identifier}`)
    const node = compileFilter(filter)
    result.set(identifier, element => node.test(documentOf({ [identifier]: element })))
  }
  return result
}

function identifiers(filter: Doc): string[] {
  return Object.keys(filter).flatMap(key => {
    if (!key.startsWith('$')) return [key.split('.')[0]!]
    const clauses = filter[key]
    return Array.isArray(clauses) ? clauses.filter(isDocument).flatMap(identifiers) : []
  })
}
