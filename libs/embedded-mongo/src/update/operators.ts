import { add, multiply } from '../values/arithmetic.ts'
import { type Doc, isDocument, Timestamp } from '../values/bson.ts'
import { compare, identical, isNumber } from '../values/compare.ts'
import { describe, describeField, describeId } from '../values/describe.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { addToSet, pop, pull, pullAll, push } from './array-operators.ts'
import type { Leaf } from './tree.ts'

/** Every update operator but `$rename`: makes the leaf for one path from its operand. */
export const updateOperators: Record<string, (operand: unknown, path: string) => Leaf> = {
  $set: set,
  $unset: () => ({ creates: false, change: () => undefined }),
  $setOnInsert: operand => {
    const leaf = set(operand)
    return {
      creates: true,
      change: (current, run, path) => (run.inserting ? leaf.change(current, run, path) : current)
    }
  },
  $inc: (operand, path) => arithmetic('$inc', 'increment', operand, path),
  $mul: (operand, path) => arithmetic('$mul', 'multiply', operand, path),
  $min: operand => extreme(operand, -1),
  $max: operand => extreme(operand, 1),
  $currentDate: currentDate,
  $bit: bitwise,
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop
}

export function set(operand: unknown): Leaf {
  return { creates: true, change: current => (identical(current, operand) ? current : operand) }
}

function arithmetic(operator: string, verb: string, operand: unknown, path: string): Leaf {
  if (!isNumber(operand)) fail(14, `Cannot ${verb} with non-numeric argument: {${path}: ${describe(operand)}}`)
  const compute = operator === '$inc' ? add : multiply
  return {
    creates: true,
    change: (current, run, at) => {
      if (current === undefined) return operator === '$inc' ? operand : multiply(operand, 0)
      if (!isNumber(current)) {
        fail(
          14,
          `Cannot apply ${operator} to a value of non-numeric type. ${describeId(run.document)} has the field '${at.split('.').at(-1)}' of non-numeric type ${typeName(current)}`
        )
      }
      const result = compute(current, operand)
      if (result === undefined) {
        fail(
          2,
          `Failed to apply ${operator} operations to current value ((NumberLong)${describe(current)}) for document ${describeId(run.document)}`
        )
      }
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

function currentDate(operand: unknown, path: string): Leaf {
  let type: unknown = 'date'
  if (isDocument(operand)) {
    for (const key of Object.keys(operand)) if (key !== '$type') fail(2, `Unrecognized $currentDate option: ${key}`)
    type = operand.$type
    if (type !== 'date' && type !== 'timestamp') {
      fail(
        2,
        `The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}`
      )
    }
  } else if (typeof operand !== 'boolean') {
    fail(
      2,
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}). Field: ${path}`
    )
  }
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

const bits: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b
}

function bitwise(operand: unknown, path: string): Leaf {
  if (!isDocument(operand))
    fail(
      2,
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`
    )
  const steps = Object.entries(operand as Doc)
  if (steps.length === 0)
    fail(2, `You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}`)
  for (const [name, value] of steps) {
    if (!Object.hasOwn(bits, name))
      fail(
        2,
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${describe(value)}}`
      )
    if (!isInteger(value))
      fail(
        2,
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(value)}' is not supported here: {${describeField(path, value)}}`
      )
  }
  return {
    creates: true,
    change: (current, run, at) => {
      if (current !== undefined && !isInteger(current)) {
        fail(
          2,
          `Cannot apply $bit to a value of non-integral type.${describeId(run.document)} has the field ${at.split('.').at(-1)} of non-integer type ${typeName(current)}`
        )
      }
      const long = typeof current === 'bigint' || steps.some(([, value]) => typeof value === 'bigint')
      const result = steps.reduce(
        (value, [name, by]) => bits[name]!(value, BigInt(by as number)),
        BigInt((current as number) ?? 0)
      )
      const typed = long ? result : Number(result)
      return typed === current ? current : typed
    }
  }
}

const isInteger = (value: unknown): boolean => ['int', 'long'].includes(typeName(value))
