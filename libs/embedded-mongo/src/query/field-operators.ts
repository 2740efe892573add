import { BSONRegExp, type Doc, isDocument, MaxKey, MinKey } from '../values/bson.ts'
import { compare, equalTo, isNaNValue, isNumber, memberOf, toInteger, toNumber } from '../values/compare.ts'
import { describe } from '../values/describe.ts'
import { fail, refuse } from '../values/errors.ts'
import { markOf } from '../values/key-string.ts'
import { typeName, typesNamed } from '../values/type-names.ts'
import { matched, testAt, type ValueTest } from './path.ts'
import { compilePattern } from './pattern.ts'

/** One condition on one path. `value` asks it of a single value, `test` of a document. */
export type FieldNode = {
  kind: 'field'
  path: string
  operator: string
  operand: unknown
  value: ValueTest
  test: (document: Doc) => boolean
}

const unsupported = new Set(
  '$geoWithin $geoIntersects $near $nearSphere $bitsAllSet $bitsAllClear $bitsAnySet $bitsAnyClear'.split(' ')
)

const operators: Record<string, (operand: unknown) => ValueTest> = {
  $eq: equality,
  $gt: operand => comparison(operand, false, true),
  $gte: operand => comparison(operand, true, true),
  $lt: operand => comparison(operand, false, false),
  $lte: operand => comparison(operand, true, false),
  $in: membership,
  $exists: () => value => value !== undefined,
  $regex: operand => patternTest(operand as InstanceType<typeof BSONRegExp>),
  $size: sizeTest,
  $mod: moduloTest,
  $type: typeTest
}

export function fieldNode(path: string, operator: string, operand: unknown): FieldNode {
  if (unsupported.has(operator)) refuse(operator)
  const make = Object.hasOwn(operators, operator) ? operators[operator] : undefined
  if (make === undefined) fail(2, `unknown operator: ${operator}`)
  const value = make!(operand)
  const test = testAt(path, value, operator === '$size' || operator === '$exists')
  return { kind: 'field', path, operator, operand, value, test }
}

/** `$elemMatch`: some element passes. Remembers which, for the positional `$`. */
export function elementNode(path: string, operand: unknown, element: ValueTest): FieldNode {
  const value: ValueTest = array => {
    if (!Array.isArray(array)) return false
    const found = array.findIndex(item => element(item))
    if (found < 0) return false
    matched.position = found
    return true
  }
  return { kind: 'field', path, operator: '$elemMatch', operand, value, test: testAt(path, value, true) }
}

function equality(operand: unknown): ValueTest {
  if (operand === null) return value => value === null || value === undefined
  return equalTo(operand)
}

function comparison(operand: unknown, orEqual: boolean, greater: boolean): ValueTest {
  if (operand instanceof BSONRegExp) fail(2, "Can't have RegEx as arg to predicate over field")
  if (operand === null) return value => orEqual && (value === null || value === undefined)
  if (operand instanceof MaxKey || operand instanceof MinKey) {
    const others = operand instanceof MaxKey ? !greater : greater
    return value => (value?.constructor === operand.constructor ? orEqual : others)
  }
  if (isNaNValue(operand)) return value => orEqual && isNaNValue(value)
  const type = markOf(operand)
  return value => {
    if (value === undefined || markOf(value) !== type || isNaNValue(value)) return false
    const order = compare(value, operand)
    return order === 0 ? orEqual : order > 0 === greater
  }
}

function membership(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) fail(2, '$in needs an array')
  for (const item of operand) {
    if (isDocument(item) && Object.keys(item)[0]?.startsWith('$')) fail(2, 'cannot nest $ under $in')
  }
  const isMember = memberOf(operand.filter(item => !(item instanceof BSONRegExp)))
  const patterns = operand.filter(item => item instanceof BSONRegExp).map(patternTest)
  const orMissing = operand.includes(null)
  if (patterns.length === 0 && !orMissing) return isMember
  return value => isMember(value) || (orMissing && value === undefined) || patterns.some(test => test(value))
}

function patternTest(operand: InstanceType<typeof BSONRegExp>): ValueTest {
  const pattern = compilePattern(operand.pattern, operand.options)
  const isSame = equalTo(operand)
  return value => (typeof value === 'string' ? pattern.test(value) : isSame(value))
}

function sizeTest(operand: unknown): ValueTest {
  const size = toInteger(operand)
  if (size === undefined) fail(2, `Failed to parse $size. Expected a number in: $size: ${describe(operand)}`)
  if (size! < 0) fail(2, `Failed to parse $size. Expected a non-negative number in: $size: ${size}`)
  return value => Array.isArray(value) && value.length === size
}

function moduloTest(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) fail(2, 'malformed mod, needs to be an array')
  if (operand.length < 2) fail(2, 'malformed mod, not enough elements')
  if (operand.length > 2) fail(2, 'malformed mod, too many elements')
  const [divisor, remainder] = operand.map(part => {
    if (!isNumber(part) || !Number.isFinite(toNumber(part))) fail(2, 'malformed mod, divisor or remainder not a number')
    return BigInt(Math.trunc(toNumber(part)))
  })
  if (divisor === 0n) fail(2, 'divisor cannot be 0')
  return value => {
    if (!isNumber(value) || !Number.isFinite(toNumber(value))) return false
    const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(toNumber(value)))
    return whole % divisor! === remainder
  }
}

function typeTest(operand: unknown): ValueTest {
  const list = Array.isArray(operand) ? operand : [operand]
  if (list.length === 0) fail(9, '$type must match at least one type')
  const names = new Set(list.flatMap(item => typesNamed(item)))
  return value => value !== undefined && names.has(typeName(value))
}
