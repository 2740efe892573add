import { type Doc, isDocument } from '../values/bson.ts'
import { isTruthy } from '../values/compare.ts'
import { fail } from '../values/errors.ts'
import { typeName } from '../values/type-names.ts'
import type { Compile, Evaluate } from './operator.ts'

type Lazy = (operand: unknown, names: ReadonlySet<string>, compile: Compile) => Evaluate

/** Operators that do not evaluate all their arguments, or evaluate them once for each element. */
export const lazyOperators: Record<string, Lazy> = {
  $literal: operand => () => operand,
  $and: (operand, names, compile) => {
    const args = listOf(operand).map(item => compile(item, names))
    return (document, variables) => args.every(arg => isTruthy(arg(document, variables)))
  },
  $or: (operand, names, compile) => {
    const args = listOf(operand).map(item => compile(item, names))
    return (document, variables) => args.some(arg => isTruthy(arg(document, variables)))
  },
  $ifNull: (operand, names, compile) => {
    const args = listOf(operand).map(item => compile(item, names))
    if (args.length < 2) fail(1257300, `$ifNull needs at least two arguments, had: ${args.length}`)
    return (document, variables) => {
      let value: unknown
      for (const arg of args) {
        value = arg(document, variables)
        if (value !== null && value !== undefined) break
      }
      return value
    }
  },
  $cond: condition,
  $switch: choice,
  $let: (operand, names, compile) => {
    const { vars, in: body } = named('$let', operand, ['vars', 'in'])
    if (!isDocument(vars)) return fail(16874, 'invalid parameter: expected an object (vars)')
    const given = Object.keys(vars).map(name => [name, compile(vars[name], names)] as const)
    const run = compile(body, new Set([...names, ...Object.keys(vars)]))
    return (document, variables) => {
      const values = given.map(([name, evaluate]) => [name, evaluate(document, variables)])
      return run(document, { ...variables, ...Object.fromEntries(values) })
    }
  },
  $map: (operand, names, compile) => {
    const { input, as = 'this', in: body } = named('$map', operand, ['input', 'in'], ['as'])
    return overElements(
      '$map',
      compile(input, names),
      as as string,
      compile(body, new Set([...names, as as string])),
      results => results.map(({ result }) => result ?? null)
    )
  },
  $filter: (operand, names, compile) => {
    const { input, as = 'this', cond } = named('$filter', operand, ['input', 'cond'], ['as'])
    return overElements(
      '$filter',
      compile(input, names),
      as as string,
      compile(cond, new Set([...names, as as string])),
      results => results.filter(({ result }) => isTruthy(result)).map(({ element }) => element)
    )
  },
  $reduce: (operand, names, compile) => {
    const { input, initialValue, in: body } = named('$reduce', operand, ['input', 'initialValue', 'in'])
    const list = compile(input, names)
    const start = compile(initialValue, names)
    const step = compile(body, new Set([...names, 'this', 'value']))
    return (document, variables) => {
      const array = arrayOrNull('$reduce', list(document, variables))
      return (
        array?.reduce(
          (value, element) => step(document, { ...variables, this: element, value }),
          start(document, variables)
        ) ?? null
      )
    }
  }
}

export const listOf = (operand: unknown): unknown[] => (Array.isArray(operand) ? operand : [operand])

/** Checks an operand of the form `{ name: expression, … }`. */
export function named(
  operator: string,
  operand: unknown,
  required: readonly string[],
  optional: readonly string[] = []
): Doc {
  if (!isDocument(operand))
    return fail(9, `${operator} only supports an object as its argument, found ${typeName(operand)}`)
  for (const name of Object.keys(operand)) {
    if (!required.includes(name) && !optional.includes(name)) fail(9, `Unrecognized parameter to ${operator}: ${name}`)
  }
  for (const name of required) if (!(name in operand)) fail(9, `Missing '${name}' parameter to ${operator}`)
  return operand
}

function condition(operand: unknown, names: ReadonlySet<string>, compile: Compile): Evaluate {
  const parts = Array.isArray(operand) ? operand : undefined
  if (parts && parts.length !== 3)
    fail(16020, `Expression $cond takes exactly 3 arguments. ${parts.length} were passed in.`)
  const form = parts ? undefined : named('$cond', operand, ['if', 'then', 'else'])
  const [when, yes, no] = (parts ?? [form?.if, form?.then, form?.else]).map(item => compile(item, names))
  return (document, variables) => (isTruthy(when!(document, variables)) ? yes : no)!(document, variables)
}

function choice(operand: unknown, names: ReadonlySet<string>, compile: Compile): Evaluate {
  const choices = named('$switch', operand, ['branches'], ['default'])
  if (!Array.isArray(choices.branches) || choices.branches.length === 0)
    return fail(40068, '$switch requires at least one branch.')
  const branches = choices.branches.map(branch => {
    const form = named('$switch', branch, ['case', 'then'])
    return { test: compile(form.case, names), give: compile(form.then, names) }
  })
  const otherwise = 'default' in choices ? compile(choices.default, names) : noBranch
  return (document, variables) => {
    const found = branches.find(({ test }) => isTruthy(test(document, variables)))
    return (found?.give ?? otherwise)(document, variables)
  }
}

export const noBranch = (): never =>
  fail(40066, '$switch could not find a matching branch for an input, and no default was specified.')

type ElementResult = { element: unknown; result: unknown }

function overElements(
  operator: string,
  list: Evaluate,
  name: string,
  body: Evaluate,
  collect: (results: ElementResult[]) => unknown
): Evaluate {
  return (document, variables) => {
    const array = arrayOrNull(operator, list(document, variables))
    return (
      array && collect(array.map(element => ({ element, result: body(document, { ...variables, [name]: element }) })))
    )
  }
}

function arrayOrNull(operator: string, value: unknown): unknown[] | null {
  if (value === null || value === undefined) return null
  if (!Array.isArray(value)) return fail(16883, `input to ${operator} must be an array not ${typeName(value)}`)
  return value
}
