import type { FieldNode } from '../query/field-operators.ts'
import type { FilterNode } from '../query/filter.ts'
import { compare } from '../values/compare.ts'
import { keyOf, markOf } from '../values/key-string.ts'

/** The field conditions that must all hold. */
export function conjuncts(filter: FilterNode): FieldNode[] {
  if (filter.kind === 'field') return [filter]
  return filter.kind === 'and' ? filter.nodes.flatMap(conjuncts) : []
}

export const excludesMissing = (node: FieldNode): boolean => !node.value(undefined)

/** Whether every document that `filter` matches is surely matched by `partial`. May say no when unsure. */
export function implies(filter: FilterNode, partial: FilterNode): boolean {
  if (partial.kind === 'and') return partial.nodes.every(node => implies(filter, node))
  if (filter.kind === 'or' && filter.nodes.every(node => implies(node, partial))) return true
  if (partial.kind === 'or') return partial.nodes.some(node => implies(filter, node))
  if (partial.kind !== 'field') return false
  return conjuncts(filter).some(node => node.path === partial.path && fieldImplies(node, partial))
}

function fieldImplies(node: FieldNode, partial: FieldNode): boolean {
  if (node.operator === partial.operator && keyOf(node.operand) === keyOf(partial.operand)) return true
  if (partial.operator === '$exists') return excludesMissing(node)
  if (node.operator === '$eq') return isScalar(node.operand) && partial.value(node.operand)
  if (node.operator === '$in') return (node.operand as unknown[]).every(item => isScalar(item) && partial.value(item))
  return rangeImplies(node, partial)
}

/** Null stands for missing too. */
const isScalar = (value: unknown): boolean => value !== null

/** `> 5` implies `> 3` and `>= 5`: same side, same type, tighter bound. */
function rangeImplies(node: FieldNode, partial: FieldNode): boolean {
  const side = node.operator.slice(0, 3)
  if (!['$gt', '$lt'].includes(side) || partial.operator.slice(0, 3) !== side) return false
  if (markOf(node.operand) !== markOf(partial.operand) || !isScalar(node.operand)) return false
  const order = compare(node.operand, partial.operand) * (side === '$gt' ? 1 : -1)
  return order > 0 || (order === 0 && (partial.operator.endsWith('e') || node.operator === partial.operator))
}
