import { both, compileFilter, fieldNodes, isOperatorObject, onValue } from '../query/filter.ts'
import { parseSort, sortBy } from '../query/sort.ts'
import { BSONRegExp, type Doc, documentOf, isDocument } from '../values/bson.ts'
import { compare, equalTo, identical, isNumber, toInteger, toNumber } from '../values/compare.ts'
import { describeId } from '../values/describe.ts'
import { fail } from '../values/errors.ts'
import { keyOf } from '../values/key-string.ts'
import { typeName } from '../values/type-names.ts'
import type { Leaf, UpdateRun } from './tree.ts'

const clauses = new Set(['$each', '$slice', '$sort', '$position'])

type PushForm = {
  each: unknown[]
  slice: number | undefined
  position: number | undefined
  sort: ((list: unknown[]) => unknown[]) | undefined
}

export function push(operand: unknown): Leaf {
  const form = pushForm(operand)
  return {
    creates: true,
    change: (current, run, path) => {
      const before = arrayAt(current, run, path)
      const position = form.position ?? before.length
      const at = position < 0 ? Math.max(0, before.length + position) : Math.min(position, before.length)
      let after = [...before.slice(0, at), ...form.each, ...before.slice(at)]
      if (form.sort) after = form.sort(after)
      if (form.slice !== undefined) after = form.slice < 0 ? after.slice(form.slice) : after.slice(0, form.slice)
      return identical(current, after) ? current : after
    }
  }
}

function arrayAt(current: unknown, run: UpdateRun, path: string): unknown[] {
  if (current === undefined) return []
  if (!Array.isArray(current)) {
    fail(
      2,
      `The field '${path}' must be an array but is of type ${typeName(current)} in document ${describeId(run.document)}`
    )
  }
  return current
}

function pushForm(operand: unknown): PushForm {
  if (!isDocument(operand) || !('$each' in operand)) {
    return { each: [operand], slice: undefined, position: undefined, sort: undefined }
  }
  for (const key of Object.keys(operand)) if (!clauses.has(key)) fail(2, `Unrecognized clause in $push: ${key}`)
  if (!Array.isArray(operand.$each)) {
    fail(2, `The argument to $each in $push must be an array but it was of type: ${typeName(operand.$each)}`)
  }
  return {
    each: operand.$each,
    slice: wholeClause(operand, '$slice'),
    position: wholeClause(operand, '$position'),
    sort: '$sort' in operand ? elementSort(operand.$sort) : undefined
  }
}

function wholeClause(operand: Doc, clause: string): number | undefined {
  if (!(clause in operand)) return undefined
  const value = toInteger(operand[clause])
  if (value === undefined) {
    fail(2, `The value for ${clause} must be an integer value but was given type: ${typeName(operand[clause])}`)
  }
  return value
}

/** `$sort: 1 | -1` orders whole elements, `{ field: 1 | -1 }` orders them by fields. */
function elementSort(operand: unknown): (list: unknown[]) => unknown[] {
  if (isNumber(operand)) {
    const sign = toNumber(operand)
    if (sign !== 1 && sign !== -1) fail(2, 'The $sort element value must be either 1 or -1')
    return list => list.slice().sort((a, b) => sign * compare(a, b))
  }
  if (!isDocument(operand))
    fail(2, 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields')
  if (Object.keys(operand).length === 0) fail(2, 'The $sort pattern is empty when it should be a set of fields.')
  if (Object.values(operand).some(direction => Math.abs(toInteger(direction) ?? 0) !== 1))
    fail(2, 'The $sort element value must be either 1 or -1')
  if (Object.keys(operand).some(path => path.split('.').includes('')))
    fail(2, 'The $sort field is a dotted field but has an empty part')
  const fields = parseSort(operand)
  return list => {
    const wrapped = list.map(element => documentOf({ element }))
    const prefixed = fields.map(field => ({ ...field, parts: ['element', ...field.parts] }))
    return sortBy(wrapped, prefixed, entry => entry).map(entry => entry.element)
  }
}

export function addToSet(operand: unknown): Leaf {
  let additions: unknown[] = [operand]
  if (isDocument(operand) && Object.keys(operand)[0] === '$each') {
    for (const key of Object.keys(operand))
      if (key !== '$each') fail(2, `Found unexpected fields after $each in $addToSet: ${key}`)
    if (!Array.isArray(operand.$each))
      fail(14, `The argument to $each in $addToSet must be an array but it was of type ${typeName(operand.$each)}`)
    additions = operand.$each
  }
  return {
    creates: true,
    change: (current, _run, path) => {
      if (current !== undefined && !Array.isArray(current)) {
        fail(
          2,
          `Cannot apply $addToSet to non-array field. Field named '${path.split('.').at(-1)}' has non-array type ${typeName(current)}`
        )
      }
      const after: unknown[] = [...((current as unknown[] | undefined) ?? [])]
      const known = new Set(after.map(keyOf))
      for (const item of additions) {
        const key = keyOf(item)
        if (!known.has(key)) after.push(item)
        known.add(key)
      }
      return identical(current, after) ? current : after
    }
  }
}

export function pull(operand: unknown): Leaf {
  return removal('$pull', 2, pullTest(operand))
}

export function pullAll(operand: unknown): Leaf {
  if (!Array.isArray(operand)) fail(2, `$pullAll requires an array argument but was given a ${typeName(operand)}`)
  const gone = new Set((operand as unknown[]).map(keyOf))
  return removal('$pull', 2, element => gone.has(keyOf(element)))
}

function removal(operator: string, code: number, test: (element: unknown) => boolean): Leaf {
  return {
    creates: false,
    change: current => {
      if (current === undefined) return undefined
      if (!Array.isArray(current)) return fail(code, `Cannot apply ${operator} to a non-array value`)
      const after = current.filter(element => !test(element))
      return after.length === current.length ? current : after
    }
  }
}

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
  if (end === undefined) fail(9, `Expected a number in: ${typeName(operand)}`)
  if (end !== 1 && end !== -1) fail(9, `$pop expects 1 or -1, found: ${end}`)
  return {
    creates: false,
    change: (current, _run, path) => {
      if (current === undefined) return undefined
      if (!Array.isArray(current))
        return fail(14, `Path '${path}' contains an element of non-array type '${typeName(current)}'`)
      if (current.length === 0) return current
      return end === 1 ? current.slice(0, -1) : current.slice(1)
    }
  }
}
