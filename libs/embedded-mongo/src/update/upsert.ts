import type { FilterNode } from '../query/filter.ts'
import { BSONRegExp, type Doc, Document, isDocument, ObjectId } from '../values/bson.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { set } from './operators.ts'
import { grow, plant, type UpdateTree } from './tree.ts'
import type { Update } from './update.ts'

/** The document that an upsert inserts: the equalities of the filter, then the update; `_id` first. */
export function upserted(filter: FilterNode, update: Update): Doc {
  const seed = update.kind === 'replacement' ? onlyId(filter) : seeded(filter)
  return withIdFirst(update.apply(seed, true), 53)
}

/** Adds an `_id` if there is none, and puts it first. Throws `code` if it is not a valid one. */
export function withIdFirst(document: Doc, code: number): Doc {
  checkId(document._id, code)
  if (document._id !== undefined && Object.keys(document)[0] === '_id') return document
  const result = new Document()
  result._id = document._id ?? new ObjectId()
  if (document._id === null) result._id = null
  for (const field of Object.keys(document)) if (field !== '_id') result[field] = document[field]
  return result
}

function checkId(id: unknown, code: number): void {
  if (Array.isArray(id) || id instanceof BSONRegExp) fail(code, `The '_id' value cannot be of type ${typeName(id)}`)
  const dollar = isDocument(id) && Object.keys(id).find(field => field.startsWith('$'))
  if (dollar) fail(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`)
}

function onlyId(filter: FilterNode): Doc {
  const id = equalities(filter).find(([path]) => path === '_id')
  const document = new Document()
  if (id) document._id = id[1]
  return document
}

function seeded(filter: FilterNode): Doc {
  const tree: UpdateTree = { children: new Map() }
  const seen = new Set<string>()
  for (const [path, value] of equalities(filter)) {
    for (const other of seen) {
      if (path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`)) {
        fail(54, `cannot infer query fields to set, path '${path}' is matched twice`)
      }
    }
    seen.add(path)
    plant(tree, path, set(value))
  }
  const empty = new Document()
  return grow(tree, empty, { document: empty, inserting: true }, '') as Doc
}

function equalities(node: FilterNode): [string, unknown][] {
  if (node.kind === 'field') {
    if (node.operator !== '$eq' || (isDocument(node.operand) && Object.keys(node.operand)[0]?.startsWith('$')))
      return []
    return [[node.path, node.operand]]
  }
  if (node.kind === 'and') return node.nodes.flatMap(equalities)
  if (node.kind === 'or' && node.nodes.length === 1) return equalities(node.nodes[0]!)
  return []
}
