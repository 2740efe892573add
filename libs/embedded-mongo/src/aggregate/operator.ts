import type { Doc } from '../values/bson.ts'

/** Values of variables by name, without `$$`. */
export type Variables = Readonly<Record<string, unknown>>
/** A compiled expression; undefined stands for a missing value. */
export type Evaluate = (document: Doc, variables: Variables) => unknown
/** Compiles a part of an expression, which may use new variables besides those around it. */
export type Compile = (expression: unknown, newVariables?: readonly string[]) => Evaluate
/** An operator that compiles its operand itself. */
export type Special = (operand: unknown, compile: Compile) => Evaluate

/** An operator whose arguments are all evaluated first. `max` arguments at most, `min` at least. */
export type Operator = { min: number; max: number; apply: (args: unknown[]) => unknown }

// biome-ignore lint/suspicious/noExplicitAny: each operator checks the types of its own arguments
type Apply = (...args: any[]) => unknown

export const any = Number.POSITIVE_INFINITY
export const isNull = (value: unknown): boolean => value === null || value === undefined

export const operator = (min: number, max: number, apply: Apply): Operator => ({
  min,
  max,
  apply: args => apply(...args)
})

/** Like `operator`, but null if an argument is null or missing. */
export const strict = (min: number, max: number, apply: Apply): Operator =>
  operator(min, max, (...args) => (args.some(isNull) ? null : apply(...args)))
