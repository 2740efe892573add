import type { Doc } from '../values/bson.ts'
import { isTruthy } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { named } from './arguments.ts'
import { compiledList, isNull, type Operator } from './operator.ts'

/** Operators that evaluate only as many of their arguments as they need. */
export const logicOperators: Record<string, Operator> = {
  $literal: operand => () => operand,
  $and: (operand, compile) => {
    const args = compiledList(operand, compile)
    return document => args.every(evaluate => isTruthy(evaluate(document)))
  },
  $or: (operand, compile) => {
    const args = compiledList(operand, compile)
    return document => args.some(evaluate => isTruthy(evaluate(document)))
  },
  $ifNull: (operand, compile) => {
    const args = compiledList(operand, compile)
    if (args.length < 2) fail(1257300, `$ifNull needs at least two arguments, had: ${args.length}`)
    return document => {
      let value: unknown
      for (const evaluate of args) {
        value = evaluate(document)
        if (!isNull(value)) break
      }
      return value
    }
  },
  $cond: (operand, compile, name) => {
    const form = Array.isArray(operand) ? operand : listOf(named(name, operand, ['if', 'then', 'else']))
    if (form.length !== 3) fail(16020, `Expression $cond takes exactly 3 arguments, not ${form.length}`)
    const [when, yes, no] = compiledList(form, compile)
    return document => (isTruthy(when!(document)) ? yes : no)!(document)
  }
}

const listOf = (form: Doc): unknown[] => [form.if, form.then, form.else]
