import { add, multiply } from '../values/arithmetic.ts'
import { isDocument, Timestamp } from '../values/bson.ts'
import { compare, identical, isNumber } from '../values/compare.ts'
import { describe, describeId } from '../values/describe.ts'
import { fail, refuse } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { addToSet, pop, pull, pullAll, push } from './array-operators.ts'
import type { Leaf } from './tree.ts'

/** Every update operator but `$rename`: makes the leaf for one path from its operand. */
export const updateOperators: Record<string, (operand: unknown, path: string) => Leaf> = {
  $set: set,
  $unset: () => ({ creates: false, change: () => undefined }),
  $setOnInsert: operand => ({
    creates: true,
    change: (current, run) => (run.inserting && !identical(current, operand) ? operand : current)
  }),
  $inc: (operand, path) => arithmetic('$inc', operand, path),
  $mul: (operand, path) => arithmetic('$mul', operand, path),
  $min: operand => extreme(operand, -1),
  $max: operand => extreme(operand, 1),
  $currentDate: currentDate,
  $bit: () => refuse('$bit'),
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop
}

export function set(operand: unknown): Leaf {
  return { creates: true, change: current => (identical(current, operand) ? current : operand) }
}

function arithmetic(operator: string, operand: unknown, path: string): Leaf {
  if (!isNumber(operand)) fail(14, `Cannot ${operator} with non-numeric argument: {${path}: ${describe(operand)}}`)
  return {
    creates: true,
    change: (current, run, at) => {
      if (current === undefined) return operator === '$inc' ? operand : multiply(operand, 0)
      const where = `the field '${at}' of ${describeId(run.document)}`
      if (!isNumber(current)) fail(14, `Cannot apply ${operator} to ${where}, of non-numeric type ${typeName(current)}`)
      const result = operator === '$inc' ? add(current, operand) : multiply(current, operand)
      if (result === undefined) fail(2, `Failed to apply ${operator} to ${where}: the result overflows a long`)
      return identical(result, current) ? current : result
    }
  }
}

function extreme(operand: unknown, sign: number): Leaf {
  return {
    creates: true,
    change: current => (current === undefined || compare(operand, current) * sign > 0 ? operand : current)
  }
}

function currentDate(operand: unknown): Leaf {
  const { $type: type, ...others } = isDocument(operand) ? operand : { $type: 'date' }
  if (!isDocument(operand) && typeof operand !== 'boolean')
    fail(2, `${typeName(operand)} is not valid type for $currentDate: use true or {$type: 'timestamp'}`)
  for (const key of Object.keys(others)) fail(2, `Unrecognized $currentDate option: ${key}`)
  if (type !== 'date' && type !== 'timestamp') fail(2, "The $type of $currentDate must be 'date' or 'timestamp'")
  return { creates: true, change: () => (type === 'date' ? new Date() : timestampNow()) }
}

let lastSecond = 0
let increment = 0

/** Strictly rising, as an operation time is. */
export function timestampNow(): unknown {
  const second = Math.floor(Date.now() / 1000)
  increment = second > lastSecond ? 1 : increment + 1
  lastSecond = Math.max(second, lastSecond)
  return new Timestamp({ t: lastSecond, i: increment })
}
