import { arrayIndex } from '../query/path.ts'
import { copyOf, type Doc, Document, isDocument } from '../values/bson.ts'
import { describeField } from '../values/describe.ts'
import { fail } from '../values/errors.ts'

/** What an update does at one path. Returns `current` itself for no change, undefined for no field. */
export type Leaf = {
  change: (current: unknown, run: UpdateRun, path: string) => unknown
  /** Whether it creates a missing path. */
  creates: boolean
}

/** All leaves of an update by path component. */
export type UpdateTree = { leaf: Leaf } | { children: Map<string, UpdateTree> }

export type UpdateRun = {
  document: Doc
  inserting: boolean
}

const maxPadding = 1_500_000

/** Puts a leaf into the tree. Throws 40 if the path or part of it is taken. */
export function plant(root: UpdateTree, path: string, leaf: Leaf): void {
  const parts = path.split('.')
  let node = root
  parts.forEach((part, i) => {
    if ('leaf' in node) conflict(path, parts.slice(0, i).join('.'))
    const children = (node as { children: Map<string, UpdateTree> }).children
    const last = i === parts.length - 1
    const known = children.get(part)
    if (last && known) conflict(path, path)
    const next = known ?? (last ? { leaf } : { children: new Map() })
    children.set(part, next)
    node = next
  })
}

function conflict(path: string, at: string): never {
  return fail(40, `Updating the path '${path}' would create a conflict at '${at}'`)
}

/** The tree with its components in the order in which MongoDB applies changes: by name, numbers by value. */
export function inOrder(tree: UpdateTree): UpdateTree {
  if ('leaf' in tree) return tree
  const sorted = [...tree.children].sort(([a], [b]) => {
    if (/^\d+$/.test(a) && /^\d+$/.test(b)) return Number(a) - Number(b)
    return a < b ? -1 : 1
  })
  return { children: new Map(sorted.map(([part, child]) => [part, inOrder(child)])) }
}

/** The value after the update; does not modify the given value. */
export function grow(tree: UpdateTree, current: unknown, run: UpdateRun, path: string): unknown {
  if ('leaf' in tree) return tree.leaf.change(current, run, path)
  if (Array.isArray(current)) return growArray(tree.children, current, run, path)
  if (isDocument(current)) return growDocument(tree.children, current, run, path)
  if (current === undefined) {
    const made = growDocument(tree.children, new Document(), run, path)
    return creates(tree) && Object.keys(made).length > 0 ? made : undefined
  }
  const [first] = tree.children.keys()
  if (creates(tree)) fail(28, `Cannot create field '${first}' in element {${describeField(path, current)}}`)
  return current
}

function creates(tree: UpdateTree): boolean {
  return 'leaf' in tree ? tree.leaf.creates : [...tree.children.values()].some(creates)
}

const below = (path: string, part: string): string => (path === '' ? part : `${path}.${part}`)

function growDocument(children: Map<string, UpdateTree>, current: Doc, run: UpdateRun, path: string): Doc {
  let result = current
  for (const [part, child] of children) {
    const before = current[part]
    const after = grow(child, before, run, below(path, part))
    if (after === before && (after !== undefined || !(part in result))) continue
    if (result === current) result = copyOf(current)
    if (after === undefined) delete result[part]
    else result[part] = after
  }
  return result
}

function growArray(children: Map<string, UpdateTree>, current: unknown[], run: UpdateRun, path: string): unknown[] {
  let result = current
  for (const [part, child] of children) {
    const index = arrayIndex(part)
    if (index < 0) {
      if (creates(child)) fail(28, `Cannot create field '${part}' in element {${describeField(path, current)}}`)
      continue
    }
    const before = current[index]
    const after = grow(child, before, run, below(path, part))
    if (after === before) continue
    if (result === current) result = current.slice()
    pad(result, index)
    result[index] = after === undefined ? null : after
  }
  return result
}

function pad(array: unknown[], length: number): void {
  if (length - array.length > maxPadding) fail(2, `can't backfill more than ${maxPadding} elements of an array`)
  while (array.length < length) array.push(null)
}
