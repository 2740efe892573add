import { add } from '../values/arithmetic.ts'
import { identical, isNumber } from '../values/compare.ts'
import { describe, describeId } from '../values/describe.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { pull, push } from './array-operators.ts'
import type { Leaf } from './tree.ts'

/** Every update operator: makes the leaf for one path from its operand. */
export const updateOperators: Record<string, (operand: unknown, path: string) => Leaf> = {
  $set: set,
  $unset: () => ({ creates: false, change: () => undefined }),
  $setOnInsert: operand => ({
    creates: true,
    change: (current, run) => (run.inserting && !identical(current, operand) ? operand : current)
  }),
  $inc: increment,
  $push: push,
  $pull: pull
}

export function set(operand: unknown): Leaf {
  return { creates: true, change: current => (identical(current, operand) ? current : operand) }
}

function increment(operand: unknown, path: string): Leaf {
  if (!isNumber(operand)) fail(14, `Cannot $inc with non-numeric argument: {${path}: ${describe(operand)}}`)
  return {
    creates: true,
    change: (current, run, at) => {
      if (current === undefined) return operand
      const where = `the field '${at}' of ${describeId(run.document)}`
      if (!isNumber(current)) fail(14, `Cannot apply $inc to ${where}, of non-numeric type ${typeName(current)}`)
      const result = add(current, operand)
      if (result === undefined) fail(2, `Failed to apply $inc to ${where}: the result overflows a long`)
      return identical(result, current) ? current : result
    }
  }
}
