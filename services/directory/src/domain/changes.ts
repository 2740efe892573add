import type { FieldChange } from '@inbox/contracts'

/** A value that audits must not show: they say only that it changed. */
export class Hidden {
  readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }
}

type Tree = { readonly [field: string]: unknown }

/** The fields that differ, by path; a list counts as one field. */
export function changesBetween(before: Tree, after: Tree, path = ''): FieldChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return fields.flatMap(field => {
    const [was, is, at] = [before[field], after[field], `${path}${field}`]
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    if (isTree(was ?? {}) && isTree(is ?? {})) return changesBetween((was ?? {}) as Tree, (is ?? {}) as Tree, `${at}.`)
    return [{ path: at, ...shown('before', was), ...shown('after', is) }]
  })
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Hidden)

const shown = (name: 'before' | 'after', value: unknown) =>
  value === undefined ? {} : { [name]: value instanceof Hidden ? '•••' : value }
