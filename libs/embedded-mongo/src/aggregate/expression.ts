import { fieldPath } from '../query/path.ts'
import { type Doc, Document, isDocument } from '../values/bson.ts'
import { fail, refuse } from '../values/errors.ts'
import { dateOperators } from './date-expressions.ts'
import { numberOperators } from './number-expressions.ts'
import type { Evaluate, Operator, Special, Variables } from './operator.ts'
import { specialOperators } from './special-expressions.ts'
import { valueOperators } from './value-expressions.ts'

const specials = new Map<string, Special>(Object.entries({ ...specialOperators, ...dateOperators }))
const operators = new Map<string, Operator>(Object.entries({ ...numberOperators, ...valueOperators }))
const refused = new Set(
  `$accumulator $acos $acosh $allElementsTrue $anyElementTrue $arrayToObject $asin $asinh $atan $atan2 $atanh $binarySize
  $bitAnd $bitNot $bitOr $bitXor $bottom $bottomN $bsonSize $convert $cos $cosh $dateFromParts $dateFromString $dateToParts
  $degreesToRadians $exp $firstN $function $getField $indexOfArray $indexOfBytes $indexOfCP $isNumber $lastN $ln $log $log10
  $ltrim $maxN $median $meta $minN $objectToArray $percentile $pow $radiansToDegrees $rand $range $regexFind $regexFindAll
  $regexMatch $replaceAll $replaceOne $reverseArray $rtrim $sampleRate $setDifference $setEquals $setField $setIntersection
  $setIsSubset $setUnion $sin $sinh $sortArray $split $sqrt $stdDevPop $stdDevSamp $strcasecmp $strLenBytes $strLenCP $substr
  $substrBytes $substrCP $tan $tanh $toBool $toDate $toDecimal $toDouble $toHashedIndexKey $toInt $toLong $toObjectId $top
  $topN $trim $tsIncrement $tsSecond $unsetField $zip`.split(/\s+/)
)

/** Whether MongoDB has such an operator. */
export const isOperator = (name: string): boolean => specials.has(name) || operators.has(name) || refused.has(name)

/** Compiles an aggregation expression. Throws 168 for operators that there are not. */
export function compileExpression(expression: unknown, variables: Doc = new Document()): (document: Doc) => unknown {
  const evaluate = compile(expression, new Set(['ROOT', 'CURRENT', 'NOW', 'REMOVE', ...Object.keys(variables)]))
  const given = Object.assign(Object.create(null), variables) as Variables
  return document => evaluate(document, given)
}

function compile(expression: unknown, names: ReadonlySet<string>): Evaluate {
  if (typeof expression === 'string' && expression.startsWith('$')) return reference(expression, names)
  if (Array.isArray(expression)) {
    const items = expression.map(item => compile(item, names))
    return (document, variables) => items.map(item => item(document, variables) ?? null)
  }
  if (!isDocument(expression)) return () => expression
  const [first, ...others] = Object.keys(expression)
  if (!first?.startsWith('$')) return object(expression, names)
  if (others.length > 0) fail(15983, 'an expression specification must contain exactly one field, its name')
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
    if (field.includes('.')) fail(16412, "FieldPath field names may not contain '.'.")
    return [field, compile(expression[field], names)] as const
  })
  return (document, variables) => {
    const result = new Document()
    for (const [field, evaluate] of fields) {
      const value = evaluate(document, variables)
      if (value !== undefined) result[field] = value
    }
    return result
  }
}

function operation(name: string, operand: unknown, names: ReadonlySet<string>): Evaluate {
  const special = specials.get(name)
  if (special) {
    return special(operand, (part, newNames) => compile(part, newNames ? new Set([...names, ...newNames]) : names))
  }
  if (refused.has(name)) refuse(`the expression ${name}`)
  const { min, max, apply } = operators.get(name) ?? fail(168, `Unrecognized expression '${name}'`)
  const list = Array.isArray(operand) ? operand : [operand]
  if (list.length < min || list.length > max) fail(16020, `Expression ${name} does not take ${list.length} arguments`)
  const args = list.map(item => compile(item, names))
  return (document, variables) => apply(args.map(arg => arg(document, variables)))
}
