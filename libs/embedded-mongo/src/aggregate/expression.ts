import { fieldPath } from '../query/path.ts'
import { type Doc, Document, isDocument } from '../values/bson.ts'
import { fail, refuse } from '../values/errors.ts'
import { dateToString } from './date-to-string.ts'
import { logicOperators } from './logic-expressions.ts'
import { numberOperators } from './number-expressions.ts'
import type { Evaluate } from './operator.ts'
import { valueOperators } from './value-expressions.ts'

const operators = new Map(
  Object.entries({ ...logicOperators, ...numberOperators, ...valueOperators, $dateToString: dateToString })
)
const refused = new Set(
  `$abs $accumulator $acos $acosh $add $allElementsTrue $anyElementTrue $arrayElemAt $arrayToObject $asin
  $asinh $atan $atan2 $atanh $avg $binarySize $bitAnd $bitNot $bitOr $bitXor $bottom $bottomN $bsonSize $ceil $cmp
  $concat $concatArrays $convert $cos $cosh $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract
  $dateToParts $dateTrunc $dayOfMonth $dayOfWeek $dayOfYear $degreesToRadians $exp $filter $first $firstN $function
  $getField $hour $indexOfArray $indexOfBytes $indexOfCP $isArray $isNumber $isoDayOfWeek $isoWeek $isoWeekYear
  $last $lastN $let $literal $ln $log $log10 $ltrim $map $max $maxN $median $mergeObjects $meta $millisecond $min
  $minN $minute $mod $month $multiply $objectToArray $percentile $pow $radiansToDegrees $rand $range $reduce
  $regexFind $regexFindAll $regexMatch $replaceAll $replaceOne $reverseArray $round $rtrim $sampleRate $second
  $setDifference $setEquals $setField $setIntersection $setIsSubset $setUnion $sin $sinh $size $slice $sortArray
  $split $sqrt $stdDevPop $stdDevSamp $strcasecmp $strLenBytes $strLenCP $substr $substrBytes $substrCP $sum $switch
  $tan $tanh $toBool $toDate $toDecimal $toDouble $toHashedIndexKey $toInt $toLong $toLower $toObjectId $top $topN
  $toString $toUpper $trim $trunc $tsIncrement $tsSecond $type $unsetField $week $year $zip`.split(/\s+/)
)

const variables = new Set(['ROOT', 'CURRENT', 'REMOVE', 'NOW', 'CLUSTER_TIME', 'USER_ROLES', 'SEARCH_META'])

/** Whether MongoDB has such an operator. */
export const isOperator = (name: string): boolean => operators.has(name) || refused.has(name)

/** Compiles an aggregation expression. Throws 168 for unknown operators. */
export function compileExpression(expression: unknown): Evaluate {
  if (typeof expression === 'string' && expression.startsWith('$')) return reference(expression)
  if (Array.isArray(expression)) {
    const items = expression.map(compileExpression)
    return document => items.map(evaluate => evaluate(document) ?? null)
  }
  if (!isDocument(expression)) return () => expression
  const [first, ...others] = Object.keys(expression)
  if (!first?.startsWith('$')) return object(expression)
  if (others.length > 0) fail(15983, 'an expression specification must contain exactly one field, its name')
  if (refused.has(first)) refuse(`the expression ${first}`)
  const operator = operators.get(first) ?? fail(168, `Unrecognized expression '${first}'`)
  return operator(expression[first], compileExpression, first)
}

function reference(text: string): Evaluate {
  if (text.startsWith('$$')) {
    const [name = ''] = fieldPath(text.slice(2))
    if (variables.has(name)) refuse(`the variable $$${name}`)
    fail(17276, `Use of undefined variable: ${name}`)
  }
  if (text === '$') fail(16872, "'$' by itself is not a valid FieldPath")
  const parts = fieldPath(text.slice(1))
  return document => valueAt(document, parts, 0)
}

/** Through an array, a path gives an array of its elements' values. */
function valueAt(value: unknown, parts: readonly string[], from: number): unknown {
  if (from === parts.length) return value
  if (isDocument(value)) return valueAt(value[parts[from]!], parts, from + 1)
  if (!Array.isArray(value)) return undefined
  return value
    .map(item => (Array.isArray(item) ? undefined : valueAt(item, parts, from)))
    .filter(item => item !== undefined)
}

function object(expression: Doc): Evaluate {
  const fields = Object.keys(expression).map(field => {
    if (field.includes('.')) fail(16412, "FieldPath field names may not contain '.'.")
    return [field, compileExpression(expression[field])] as const
  })
  return document => {
    const result = new Document()
    for (const [field, evaluate] of fields) {
      const value = evaluate(document)
      if (value !== undefined) result[field] = value
    }
    return result
  }
}
