import { BSONRegExp, type Doc, isDocument } from '../values/bson.ts'
import { isTruthy } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { type FieldNode, fieldNode, prefixNode } from './field-operators.ts'

export type DocumentTest = (document: Doc) => boolean

/** A compiled filter: what it tests, in a shape that the planner and upsert can read. */
export type FilterNode =
  | { kind: 'and' | 'or'; nodes: FilterNode[]; test: DocumentTest }
  | { kind: 'not'; node: FilterNode; test: DocumentTest }
  | FieldNode

/** Compiles a filter. Throws MongoDB's errors for anything unknown or malformed. */
export function compileFilter(filter: Doc): FilterNode {
  return both(Object.keys(filter).flatMap(key => topLevel(key, filter[key])))
}

export const isOperatorObject = (value: unknown): value is Doc => {
  if (!isDocument(value)) return false
  for (const key in value) return key.startsWith('$') && !['$ref', '$id', '$db'].includes(key)
  return false
}

export function both(nodes: FilterNode[]): FilterNode {
  if (nodes.length === 1) return nodes[0]!
  const tests = nodes.map(node => node.test)
  return { kind: 'and', nodes, test: document => tests.every(test => test(document)) }
}

/** All paths that a filter looks at. */
export function pathsOf(filter: FilterNode): string[] {
  if (filter.kind === 'field') return [filter.path]
  return filter.kind === 'not' ? pathsOf(filter.node) : filter.nodes.flatMap(pathsOf)
}

function topLevel(key: string, operand: unknown): FilterNode[] {
  if (!key.startsWith('$')) return fieldNodes(key, operand)
  switch (key) {
    case '$and':
      return clauses(key, operand)
    case '$or': {
      const nodes = clauses(key, operand)
      return [{ kind: 'or', nodes, test: document => nodes.some(node => node.test(document)) }]
    }
    case '$comment':
    case '$expr':
    case '$nor':
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$alwaysTrue':
    case '$alwaysFalse':
    case '$sampleRate':
      return refuse(key)
    default:
      return fail(
        2,
        `unknown top level operator: ${key}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`
      )
  }
}

function clauses(key: string, operand: unknown): FilterNode[] {
  if (!Array.isArray(operand)) fail(2, `${key} must be an array`)
  if (operand.length === 0) fail(2, '$and/$or must be a nonempty array')
  return operand.map(clause => {
    if (!isDocument(clause)) fail(2, '$or/$and entries need to be full objects')
    return compileFilter(clause)
  })
}

/** The tests of one field: `{ path: value }` or `{ path: { $op: operand, … } }`. */
export function fieldNodes(path: string, operand: unknown): FilterNode[] {
  if (operand instanceof BSONRegExp) return [prefixNode(path, operand)]
  if (!isOperatorObject(operand)) return [fieldNode(path, '$eq', operand)]
  return Object.keys(operand).flatMap(operator => operatorNodes(path, operator, operand))
}

function operatorNodes(path: string, operator: string, operators: Doc): FilterNode[] {
  const operand = operators[operator]
  switch (operator) {
    case '$not':
      return refuse(operator)
    case '$ne':
      if (operand instanceof BSONRegExp) fail(2, "Can't have regex as arg to $ne.")
      return [negation(fieldNode(path, '$eq', operand))]
    case '$nin':
      return [negation(fieldNode(path, '$in', operand))]
    case '$exists':
      return [isTruthy(operand) ? fieldNode(path, '$exists', true) : negation(fieldNode(path, '$exists', true))]
    default:
      return [fieldNode(path, operator, operand)]
  }
}

const negation = (node: FilterNode): FilterNode => ({ kind: 'not', node, test: document => !node.test(document) })
