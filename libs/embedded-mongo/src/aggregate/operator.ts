import type { Doc } from '../values/bson.ts'
import { fail } from '../values/errors.ts'

/** A compiled expression; undefined stands for a missing value. */
export type Evaluate = (document: Doc) => unknown
export type Compile = (expression: unknown) => Evaluate
/** Compiles the operand that an operator of this name is given. */
export type Operator = (operand: unknown, compile: Compile, name: string) => Evaluate

// biome-ignore lint/suspicious/noExplicitAny: each operator checks the types of its own arguments
type Apply = (...args: any[]) => unknown

export const isNull = (value: unknown): boolean => value === null || value === undefined

/** A single argument may be given without a list. */
export const compiledList = (operand: unknown, compile: Compile): Evaluate[] =>
  (Array.isArray(operand) ? operand : [operand]).map(compile)

/** An operator with at least `min` and at most `max` arguments, which are all evaluated first. */
export function operator(min: number, max: number, apply: Apply): Operator {
  return (operand, compile, name) => {
    const args = compiledList(operand, compile)
    if (args.length < min || args.length > max) fail(16020, `Expression ${name} does not take ${args.length} arguments`)
    return document => apply(...args.map(evaluate => evaluate(document)))
  }
}

/** Like `operator`, but null if an argument is null or missing. */
export const strict = (min: number, max: number, apply: Apply): Operator =>
  operator(min, max, (...args) => (args.some(isNull) ? null : apply(...args)))
