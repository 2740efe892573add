import { BSONRegExp, type Doc, isDocument, MaxKey, MinKey } from '../values/bson.ts'
import { compare, equalTo, isNaNValue, memberOf } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { markOf } from '../values/key-string.ts'
import { testAt, type ValueTest } from './path.ts'
import { prefixOf } from './prefix.ts'

/** One condition on one path. `value` tests a single value, `test` a document. */
export type FieldNode = {
  kind: 'field'
  path: string
  operator: string
  operand: unknown
  value: ValueTest
  test: (document: Doc) => boolean
}

const unsupported = new Set(
  `$all $bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $elemMatch $geoIntersects $geoWithin $mod $near $nearSphere
  $options $regex $size $type`.split(/\s+/)
)

const operators: Record<string, (operand: unknown) => ValueTest> = {
  $eq: equality,
  $gt: operand => comparison(operand, false, true),
  $gte: operand => comparison(operand, true, true),
  $lt: operand => comparison(operand, false, false),
  $lte: operand => comparison(operand, true, false),
  $in: membership,
  $exists: () => value => value !== undefined
}

export function fieldNode(path: string, operator: string, operand: unknown): FieldNode {
  if (unsupported.has(operator)) refuse(operator)
  const make = Object.hasOwn(operators, operator) ? operators[operator] : undefined
  if (make === undefined) fail(2, `unknown operator: ${operator}`)
  const value = make!(operand)
  const test = testAt(path, value, operator === '$exists')
  return { kind: 'field', path, operator, operand, value, test }
}

/** Matches texts with the pattern's prefix, and the pattern itself. */
export function prefixNode(path: string, operand: InstanceType<typeof BSONRegExp>): FieldNode {
  const prefix = prefixOf(operand)
  const isSame = equalTo(operand)
  const value: ValueTest = given => (typeof given === 'string' ? given.startsWith(prefix) : isSame(given))
  return { kind: 'field', path, operator: '$regex', operand, value, test: testAt(path, value) }
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
    if (item instanceof BSONRegExp) refuse('a pattern')
  }
  const isMember = memberOf(operand)
  return operand.includes(null) ? value => isMember(value) || value === undefined : isMember
}
