import type { FieldNode } from '../query/field-operators.ts'
import type { FilterNode } from '../query/filter.ts'

/** The field conditions that must all hold. */
export function conjuncts(filter: FilterNode): FieldNode[] {
  if (filter.kind === 'field') return [filter]
  return filter.kind === 'and' ? filter.nodes.flatMap(conjuncts) : []
}

export const excludesMissing = (node: FieldNode): boolean => !node.value(undefined)
