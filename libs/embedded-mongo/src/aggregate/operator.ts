import type { Doc } from '../values/bson.ts'

/** Values of variables by name, without `$$`. */
export type Variables = Readonly<Record<string, unknown>>
/** A compiled expression; undefined stands for a missing value. */
export type Evaluate = (document: Doc, variables: Variables) => unknown
/** Compiles a part of an expression where the given variables are known. */
export type Compile = (expression: unknown, names: ReadonlySet<string>) => Evaluate

/** An operator whose arguments are all evaluated first. `max` arguments at most, `min` at least. */
export type Operator = { min: number; max: number; apply: (args: unknown[]) => unknown }
