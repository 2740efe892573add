import { compileExpression } from '../aggregate/expression.ts'
import { BSONRegExp, type Doc, documentOf, isDocument } from '../values/bson.ts'
import { isTruthy } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { elementNode, type FieldNode, fieldNode } from './field-operators.ts'
import { matched, type ValueTest } from './path.ts'

export type DocumentTest = (document: Doc) => boolean

/** A compiled filter: what it tests, in a shape that the planner and upsert can read. */
export type FilterNode =
  | { kind: 'and' | 'or' | 'nor'; nodes: FilterNode[]; test: DocumentTest }
  | { kind: 'not'; node: FilterNode; test: DocumentTest }
  | { kind: 'other'; test: DocumentTest }
  | FieldNode

/** Compiles a filter. Throws MongoDB's errors for whatever is unknown or malformed. */
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

function topLevel(key: string, operand: unknown): FilterNode[] {
  if (!key.startsWith('$')) return fieldNodes(key, operand)
  switch (key) {
    case '$and':
      return clauses(key, operand)
    case '$or': {
      const nodes = clauses(key, operand)
      return [{ kind: 'or', nodes, test: document => nodes.some(node => node.test(document)) }]
    }
    case '$nor': {
      const nodes = clauses(key, operand)
      return [{ kind: 'nor', nodes, test: withoutPosition(document => !nodes.some(node => node.test(document))) }]
    }
    case '$expr': {
      const evaluate = compileExpression(operand)
      return [{ kind: 'other', test: document => isTruthy(evaluate(document)) }]
    }
    case '$comment':
      return []
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
  if (operand.length === 0) fail(2, '$and/$or/$nor must be a nonempty array')
  return operand.map(clause => {
    if (!isDocument(clause)) fail(2, '$or/$and/$nor entries need to be full objects')
    return compileFilter(clause)
  })
}

/** The tests of one field: `{ path: value }` or `{ path: { $op: operand, … } }`. */
export function fieldNodes(path: string, operand: unknown): FilterNode[] {
  if (operand instanceof BSONRegExp) return [fieldNode(path, '$regex', operand)]
  if (!isOperatorObject(operand)) return [fieldNode(path, '$eq', operand)]
  return Object.keys(operand).flatMap(operator => operatorNodes(path, operator, operand))
}

function operatorNodes(path: string, operator: string, operators: Doc): FilterNode[] {
  const operand = operators[operator]
  switch (operator) {
    case '$not':
      checkNegated(operand)
      return [negation(fieldNodes(path, operand))]
    case '$ne':
      if (operand instanceof BSONRegExp) fail(2, "Can't have regex as arg to $ne.")
      return [negation([fieldNode(path, '$eq', operand)])]
    case '$nin':
      return [negation([fieldNode(path, '$in', operand)])]
    case '$exists':
      return [isTruthy(operand) ? fieldNode(path, '$exists', true) : negation([fieldNode(path, '$exists', true)])]
    case '$all':
      return allNodes(path, operand)
    case '$options':
      if (operators.$regex === undefined) fail(2, '$options needs a $regex')
      return []
    case '$regex':
      return [fieldNode(path, '$regex', regexOf(operand, operators.$options))]
    case '$elemMatch':
      return [elementNode(path, operand, elementTest(operand))]
    default:
      return [fieldNode(path, operator, operand)]
  }
}

function checkNegated(operand: unknown): void {
  if (operand instanceof BSONRegExp) return
  if (!isDocument(operand)) fail(2, '$not needs a regex or a document')
  if (Object.keys(operand).length === 0) fail(2, '$not cannot be empty')
  if (!isOperatorObject(operand)) fail(2, `unknown operator: ${Object.keys(operand)[0]}`)
}

function negation(nodes: FilterNode[]): FilterNode {
  const node = both(nodes)
  return { kind: 'not', node, test: withoutPosition(document => !node.test(document)) }
}

function allNodes(path: string, operand: unknown): FilterNode[] {
  if (!Array.isArray(operand)) fail(2, '$all needs an array')
  if (operand.length === 0) return [{ kind: 'other', test: () => false }]
  const elementwise = isOperatorObject(operand[0])
  return operand.map(item => {
    if (elementwise !== isOperatorObject(item)) fail(2, 'no $ expressions in $all')
    if (!elementwise) return fieldNode(path, item instanceof BSONRegExp ? '$regex' : '$eq', item)
    if (Object.keys(item).join() !== '$elemMatch') fail(2, 'no $ expressions in $all')
    return elementNode(path, item.$elemMatch, elementTest(item.$elemMatch))
  })
}

function regexOf(operand: unknown, options: unknown): unknown {
  if (options !== undefined && typeof options !== 'string') return fail(2, '$options has to be a string')
  if (operand instanceof BSONRegExp) {
    if (options !== undefined && operand.options !== '') fail(51074, 'options set in both $regex and $options')
    return regexp(operand.pattern, options ?? operand.options)
  }
  if (typeof operand !== 'string') fail(2, '$regex has to be a string')
  return regexp(operand as string, options ?? '')
}

function regexp(pattern: string, options: string): unknown {
  if (/[^imsxu]/.test(options)) fail(51108, `invalid flag in regex options: ${options}`)
  if (pattern.includes('\0')) fail(51109, 'Regular expression cannot contain an embedded null byte')
  return new BSONRegExp(pattern, options.split('').sort().join(''))
}

/** The test of one array element: operators on the element itself, or a filter of its fields. */
function elementTest(operand: unknown): ValueTest {
  if (!isDocument(operand)) fail(2, '$elemMatch needs an Object')
  const first = Object.keys(operand)[0] ?? ''
  if (isOperatorObject(operand) && !['$and', '$or', '$nor', '$expr'].includes(first)) {
    return onValue(both(fieldNodes('', operand)))
  }
  const node = compileFilter(operand)
  return element => {
    if (isDocument(element)) return node.test(element)
    return Array.isArray(element) && node.test(documentOf({ ...element }))
  }
}

/** The same conditions asked of one value, without looking into it if it is an array. */
export function onValue(node: FilterNode): ValueTest {
  switch (node.kind) {
    case 'field':
      return node.value
    case 'not': {
      const inner = onValue(node.node)
      return value => !inner(value)
    }
    case 'and': {
      const tests = node.nodes.map(onValue)
      return value => tests.every(test => test(value))
    }
    default:
      return () => false
  }
}

function withoutPosition(test: DocumentTest): DocumentTest {
  return document => {
    const before = matched.position
    const result = test(document)
    matched.position = before
    return result
  }
}
