import { isDocument } from '../values/bson.ts'
import { isTruthy } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import { named } from './arguments.ts'
import { type Compile, type Evaluate, isNull, type Special } from './operator.ts'

/** Operators that do not evaluate all their arguments, or evaluate them once for each element. */
export const specialOperators: Record<string, Special> = {
  $literal: operand => () => operand,
  $and: (operand, compile) => {
    const args = compiledList(operand, compile)
    return (document, variables) => args.every(arg => isTruthy(arg(document, variables)))
  },
  $or: (operand, compile) => {
    const args = compiledList(operand, compile)
    return (document, variables) => args.some(arg => isTruthy(arg(document, variables)))
  },
  $ifNull: (operand, compile) => {
    const args = compiledList(operand, compile)
    if (args.length < 2) fail(1257300, `$ifNull needs at least two arguments, had: ${args.length}`)
    return (document, variables) => {
      let value: unknown
      for (const arg of args) {
        value = arg(document, variables)
        if (!isNull(value)) break
      }
      return value
    }
  },
  $cond: (operand, compile) => {
    const list = Array.isArray(operand) ? operand : conditionOf(operand)
    if (list.length !== 3) fail(16020, `Expression $cond takes exactly 3 arguments, not ${list.length}`)
    const [when, yes, no] = compiledList(list, compile)
    return (document, variables) => (isTruthy(when!(document, variables)) ? yes : no)!(document, variables)
  },
  $switch: (operand, compile) => {
    const { branches, default: otherwise } = named('$switch', operand, ['branches'], ['default'])
    if (!Array.isArray(branches)) return fail(40061, `$switch expected an array for 'branches'`)
    if (branches.length === 0) fail(40068, '$switch requires at least one branch.')
    const choices = branches.map(branch => {
      const form = named('a branch of $switch', branch, ['case', 'then'])
      return { test: compile(form.case), give: compile(form.then) }
    })
    const last = isDocument(operand) && 'default' in operand ? compile(otherwise) : noBranch
    return (document, variables) => {
      const found = choices.find(({ test }) => isTruthy(test(document, variables)))
      return (found?.give ?? last)(document, variables)
    }
  },
  $let: (operand, compile) => {
    const { vars, in: body } = named('$let', operand, ['vars', 'in'])
    if (!isDocument(vars)) return fail(16876, 'invalid parameter: expected an object (vars)')
    const given = Object.keys(vars).map(name => [variableName(name), compile(vars[name])] as const)
    const run = compile(body, Object.keys(vars))
    return (document, variables) => {
      const values = given.map(([name, evaluate]) => [name, evaluate(document, variables)])
      return run(document, { ...variables, ...Object.fromEntries(values) })
    }
  },
  $map: (operand, compile) => {
    const { input, as = 'this', in: body } = named('$map', operand, ['input', 'in'], ['as'])
    const name = variableName(as)
    const run = compile(body, [name])
    return overArray('$map', 16883, compile(input), (list, document, variables) =>
      list.map(element => run(document, { ...variables, [name]: element }) ?? null)
    )
  },
  $filter: (operand, compile) => {
    const { input, as = 'this', cond } = named('$filter', operand, ['input', 'cond'], ['as'])
    const name = variableName(as)
    const run = compile(cond, [name])
    return overArray('$filter', 28651, compile(input), (list, document, variables) =>
      list.filter(element => isTruthy(run(document, { ...variables, [name]: element })))
    )
  },
  $reduce: (operand, compile) => {
    const { input, initialValue, in: body } = named('$reduce', operand, ['input', 'initialValue', 'in'])
    const start = compile(initialValue)
    const step = compile(body, ['this', 'value'])
    return overArray('$reduce', 40080, compile(input), (list, document, variables) =>
      list.reduce(
        (value, element) => step(document, { ...variables, this: element, value }),
        start(document, variables)
      )
    )
  }
}

const compiledList = (operand: unknown, compile: Compile): Evaluate[] =>
  (Array.isArray(operand) ? operand : [operand]).map(item => compile(item))

function conditionOf(operand: unknown): unknown[] {
  const form = named('$cond', operand, ['if', 'then', 'else'])
  return [form.if, form.then, form.else]
}

export const noBranch = (): never =>
  fail(40066, '$switch could not find a matching branch for an input, and no default was specified.')

function variableName(name: unknown): string {
  if (typeof name === 'string' && /^[a-z\u0080-\uffff][\w\u0080-\uffff]*$/.test(name)) return name
  return fail(9, `'${name}' is not a valid name of a variable`)
}

type OverArray = (list: unknown[], ...scope: Parameters<Evaluate>) => unknown

/** Null for null or missing. */
function overArray(operator: string, code: number, input: Evaluate, apply: OverArray): Evaluate {
  return (document, variables) => {
    const list = input(document, variables)
    if (isNull(list)) return null
    if (!Array.isArray(list)) return fail(code, `input to ${operator} must be an array not ${typeName(list)}`)
    return apply(list, document, variables)
  }
}
