import { isDocument } from '../values/bson.ts'
import { isTruthy } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { compiledList, isNull, type Operator } from './operator.ts'

/** Operators that evaluate only as many of their arguments as they need. */
export const logicOperators: Record<string, Operator> = {
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
    if (isDocument(operand)) refuse('$cond with named arguments')
    const [when, yes, no, ...others] = compiledList(operand, compile)
    if (!no || others.length > 0) fail(16020, `Expression ${name} takes exactly 3 arguments`)
    return document => (isTruthy(when!(document)) ? yes! : no!)(document)
  }
}
