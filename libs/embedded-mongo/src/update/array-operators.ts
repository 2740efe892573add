import { both, compileFilter, fieldNodes, isOperatorObject } from '../query/filter.ts'
import { BSONRegExp, documentOf, isDocument } from '../values/bson.ts'
import { equalTo } from '../values/compare.ts'
import { describeId } from '../values/describe.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import type { Leaf } from './tree.ts'

const modifiers = ['$position', '$slice', '$sort']

/** `$push` of one element, or of each of a list. */
export function push(operand: unknown): Leaf {
  const { $each, ...others } = isDocument(operand) && '$each' in operand ? operand : { $each: [operand] }
  for (const key of Object.keys(others)) {
    if (modifiers.includes(key)) refuse(`${key} of $push`)
    fail(2, `Unrecognized clause in $push: ${key}`)
  }
  if (!Array.isArray($each)) return fail(2, `The argument to $each in $push must be an array, not ${typeName($each)}`)
  return {
    creates: true,
    change: (current, run, path) => {
      if (current !== undefined && !Array.isArray(current))
        return fail(
          2,
          `The field '${path}' must be an array, not ${typeName(current)}, in document ${describeId(run.document)}`
        )
      return current && $each.length === 0 ? current : [...(current ?? []), ...$each]
    }
  }
}

export function pull(operand: unknown): Leaf {
  const test = pullTest(operand)
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

/** A value pulls equal elements; a document is a filter for documents, or conditions on any element. */
function pullTest(operand: unknown): (element: unknown) => boolean {
  if (operand instanceof BSONRegExp) return refuse('a pattern')
  if (!isDocument(operand)) return equalTo(operand)
  if (isOperatorObject(operand) && !['$and', '$or'].includes(Object.keys(operand)[0]!)) {
    const node = both(fieldNodes('element', operand))
    return element => node.test(documentOf({ element }))
  }
  const node = compileFilter(operand)
  return element => isDocument(element) && node.test(element)
}
