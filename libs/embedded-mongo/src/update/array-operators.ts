import { both, compileFilter, fieldNodes, isOperatorObject, onValue } from '../query/filter.ts'
import { parseSort, sortBy } from '../query/sort.ts'
import { BSONRegExp, documentOf, isDocument } from '../values/bson.ts'
import { compare, equalTo, identical, toInteger } from '../values/compare.ts'
import { describeId } from '../values/describe.ts'
import { fail } from '../values/errors.ts'
import { keyOf } from '../values/key-string.ts'
import { typeName } from '../values/type-names.ts'
import type { Leaf, UpdateRun } from './tree.ts'

type List = unknown[]

/** `$push` with its modifiers: what is added, where, in what order all of it then is, and how much of it stays. */
export function push(operand: unknown): Leaf {
  const { $each, $position, $sort, $slice, ...others } =
    isDocument(operand) && '$each' in operand ? operand : { $each: [operand] }
  for (const key of Object.keys(others)) fail(2, `Unrecognized clause in $push: ${key}`)
  if (!Array.isArray($each)) return fail(2, `The argument to $each in $push must be an array, not ${typeName($each)}`)
  const position = wholeClause('$position', $position)
  const limit = wholeClause('$slice', $slice)
  const sort = $sort === undefined ? (list: List) => list : elementSort($sort)
  return {
    creates: true,
    change: (current, run, path) => {
      const before = arrayAt(current, run, path)
      const at = position ?? before.length
      const after = sort([...before.slice(0, at), ...$each, ...before.slice(at)])
      const kept = limit === undefined ? after : limit < 0 ? after.slice(limit) : after.slice(0, limit)
      return identical(current, kept) ? current : kept
    }
  }
}

function arrayAt(current: unknown, run: UpdateRun, path: string): List {
  if (current === undefined) return []
  if (Array.isArray(current)) return current
  return fail(
    2,
    `The field '${path}' must be an array, not ${typeName(current)}, in document ${describeId(run.document)}`
  )
}

function wholeClause(clause: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  return toInteger(value) ?? fail(2, `The value for ${clause} must be an integer, not ${typeName(value)}`)
}

const isDirection = (value: unknown): boolean => Math.abs(toInteger(value) ?? 0) === 1

/** `$sort: 1 | -1` orders whole elements, `{ field: 1 | -1 }` orders them by fields. */
function elementSort(operand: unknown): (list: List) => List {
  if (isDirection(operand)) return list => list.toSorted((a, b) => toInteger(operand)! * compare(a, b))
  if (!isDocument(operand) || Object.keys(operand).length === 0 || !Object.values(operand).every(isDirection))
    return fail(2, 'The $sort must be 1, -1 or a document of fields with 1 or -1')
  if (Object.keys(operand).some(path => path.split('.').includes('')))
    fail(2, 'The $sort field is a dotted field but has an empty part')
  const fields = parseSort(operand).map(field => ({ ...field, parts: ['element', ...field.parts] }))
  return list => {
    const wrapped = list.map(element => documentOf({ element }))
    return sortBy(wrapped, fields, entry => entry).map(entry => entry.element)
  }
}

export function addToSet(operand: unknown): Leaf {
  const { $each, ...others } =
    isDocument(operand) && Object.keys(operand)[0] === '$each' ? operand : { $each: [operand] }
  for (const key of Object.keys(others)) fail(2, `Found unexpected fields after $each in $addToSet: ${key}`)
  if (!Array.isArray($each))
    return fail(14, `The argument to $each in $addToSet must be an array, not ${typeName($each)}`)
  return {
    creates: true,
    change: (current, run, path) => {
      const after = arrayAt(current, run, path).slice()
      const known = new Set(after.map(keyOf))
      for (const item of $each) {
        const key = keyOf(item)
        if (!known.has(key)) after.push(item)
        known.add(key)
      }
      return identical(current, after) ? current : after
    }
  }
}

export function pull(operand: unknown): Leaf {
  return removal(pullTest(operand))
}

export function pullAll(operand: unknown): Leaf {
  if (!Array.isArray(operand)) return fail(2, `$pullAll requires an array argument, not ${typeName(operand)}`)
  const gone = new Set(operand.map(keyOf))
  return removal(element => gone.has(keyOf(element)))
}

function removal(test: (element: unknown) => boolean): Leaf {
  return {
    creates: false,
    change: current => {
      if (current === undefined) return undefined
      if (!Array.isArray(current)) return fail(2, 'Cannot apply $pull to a non-array value')
      const after = current.filter(element => !test(element))
      return after.length === current.length ? current : after
    }
  }
}

/** A value pulls what equals it; a document is a filter of documents, or conditions on any element. */
function pullTest(operand: unknown): (element: unknown) => boolean {
  if (operand instanceof BSONRegExp) return onValue(both(fieldNodes('', operand)))
  if (!isDocument(operand)) return equalTo(operand)
  if (isOperatorObject(operand) && !['$and', '$or', '$nor'].includes(Object.keys(operand)[0]!)) {
    const node = both(fieldNodes('element', operand))
    return element => node.test(documentOf({ element }))
  }
  const node = compileFilter(operand)
  return element => isDocument(element) && node.test(element)
}

export function pop(operand: unknown): Leaf {
  const end = toInteger(operand)
  if (end !== 1 && end !== -1) fail(9, `$pop expects 1 or -1, found: ${end ?? typeName(operand)}`)
  return {
    creates: false,
    change: (current, _run, path) => {
      if (current === undefined) return undefined
      if (!Array.isArray(current)) return fail(14, `Path '${path}' is of non-array type '${typeName(current)}'`)
      if (current.length === 0) return current
      return end === 1 ? current.slice(0, -1) : current.slice(1)
    }
  }
}
