import { fieldPath } from '../query/path.ts'
import { type Doc, Document, documentOf, isDocument } from '../values/bson.ts'
import { fail } from '../values/errors.ts'
import { arrayOperators } from './array-expressions.ts'
import { dateOperators } from './date-expressions.ts'
import { lazyOperators } from './lazy-expressions.ts'
import type { Compile, Evaluate, Operator, Variables } from './operator.ts'
import { scalarOperators } from './scalar-expressions.ts'

const builtIn = ['ROOT', 'CURRENT', 'NOW', 'REMOVE']
const operators: Record<string, Operator> = { ...scalarOperators, ...arrayOperators }

export const isOperator = (name: string): boolean =>
  [lazyOperators, dateOperators, operators].some(table => Object.hasOwn(table, name))

/** Compiles an aggregation expression. Throws 168 for operators that it does not know. */
export function compileExpression(expression: unknown, variables: Doc = new Document()): (document: Doc) => unknown {
  const evaluate = compile(expression, new Set([...builtIn, ...Object.keys(variables)]))
  const given = Object.assign(Object.create(null), variables) as Variables
  return document => evaluate(document, given)
}

const compile: Compile = (expression, names) => {
  if (typeof expression === 'string' && expression.startsWith('$')) return reference(expression, names)
  if (Array.isArray(expression)) {
    const items = expression.map(item => compile(item, names))
    return (document, variables) => items.map(item => item(document, variables) ?? null)
  }
  if (!isDocument(expression)) return () => expression
  const [first, ...others] = Object.keys(expression)
  if (!first?.startsWith('$')) return object(expression, names)
  if (others.length > 0)
    fail(
      15983,
      `an expression specification must contain exactly one field, the name of the expression. Found ${others.length + 1} fields`
    )
  return operation(first, expression[first], names)
}

function reference(text: string, names: ReadonlySet<string>): Evaluate {
  if (!text.startsWith('$$')) {
    if (text === '$') fail(16872, "'$' by itself is not a valid FieldPath")
    const parts = fieldPath(text.slice(1))
    if (parts.length === 1) return document => document[parts[0]!]
    return document => valueAt(document, parts, 0)
  }
  const [name = '', ...parts] = fieldPath(text.slice(2))
  if (!names.has(name)) fail(17276, `Use of undefined variable: ${name}`)
  return (document, variables) => valueAt(variable(name, document, variables), parts, 0)
}

function variable(name: string, document: Doc, variables: Variables): unknown {
  if (name in variables) return variables[name]
  if (name === 'NOW') return new Date()
  return name === 'REMOVE' ? undefined : document
}

/** Through arrays, a path gives the array of what its elements have there. */
function valueAt(value: unknown, parts: readonly string[], from: number): unknown {
  if (from === parts.length) return value
  if (isDocument(value)) return valueAt(value[parts[from]!], parts, from + 1)
  if (!Array.isArray(value)) return undefined
  return value
    .map(item => (Array.isArray(item) ? undefined : valueAt(item, parts, from)))
    .filter(item => item !== undefined)
}

function object(expression: Doc, names: ReadonlySet<string>): Evaluate {
  const fields = Object.keys(expression).map(field => {
    if (field.includes('.')) fail(16412, `FieldPath field names may not contain '.'.`)
    return [field, compile(expression[field], names)] as const
  })
  return (document, variables) => {
    const result = documentOf({})
    for (const [field, evaluate] of fields) {
      const value = evaluate(document, variables)
      if (value !== undefined) result[field] = value
    }
    return result
  }
}

function operation(name: string, operand: unknown, names: ReadonlySet<string>): Evaluate {
  if (Object.hasOwn(lazyOperators, name)) return lazyOperators[name]!(operand, names, compile)
  if (Object.hasOwn(dateOperators, name)) return dateOperators[name]!(operand, names, compile)
  if (!Object.hasOwn(operators, name)) fail(168, `Unrecognized expression '${name}'`)
  const { min, max, apply } = operators[name]!
  const list = Array.isArray(operand) ? operand : [operand]
  if (list.length < min || list.length > max) fail(16020, arity(name, min, max, list.length))
  const args = list.map(item => compile(item, names))
  return (document, variables) => apply(args.map(arg => arg(document, variables)))
}

function arity(name: string, min: number, max: number, given: number): string {
  const wanted = min === max ? `exactly ${min}` : `at least ${min} arguments, and at most ${max}`
  return `Expression ${name} takes ${wanted} arguments. ${given} were passed in.`
}
