import { compileFilter, type FilterNode } from '../query/filter.ts'
import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { isNumber, isTruthy, toNumber } from '../values/compare.ts'
import { describe } from '../values/describe.ts'
import { fail, refuse } from '../values/errors.ts'
import { keyOf } from '../values/key-string.ts'
import { typeName } from '../values/type-names.ts'
import type { IndexSpec } from './document-index.ts'

const isFlag = (value: unknown): boolean => typeof value === 'boolean' || isNumber(value)
/** The options of an index, and checks of their values. */
const options: Record<string, (value: unknown) => boolean> = {
  v: isNumber,
  key: isDocument,
  name: value => typeof value === 'string',
  unique: isFlag,
  sparse: isFlag,
  background: isFlag,
  partialFilterExpression: isDocument,
  expireAfterSeconds: isNumber,
  ns: () => true
}
const refusedOptions = new Set(
  `collation hidden weights default_language language_override textIndexVersion 2dsphereIndexVersion bits min max
  wildcardProjection storageEngine prepareUnique clustered`.split(/\s+/)
)
const refusedKinds = new Set(['text', '2d', '2dsphere', 'hashed', 'wildcard', 'columnstore'])
const partialOperators = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in'])

/** Checks one entry of createIndexes. Throws MongoDB's errors for what is malformed or not supported. */
export function parseIndexSpec(input: unknown): IndexSpec {
  if (!isDocument(input)) return fail(14, "BSON field 'createIndexes.indexes' must be an array of objects")
  checkOptions(input)
  const { key, name, unique, sparse, partialFilterExpression, expireAfterSeconds } = input
  const fields = keyFields(key as Doc)
  const isId = fields.length === 1 && fields[0]!.path === '_id'
  if (isId) checkId(input, fields[0]!.descending)
  const description = documentOf({ v: 2, key, name: isId ? '_id_' : name })
  if (isTruthy(unique)) description.unique = true
  if (isTruthy(sparse)) description.sparse = true
  if (expireAfterSeconds !== undefined) description.expireAfterSeconds = expireAfterSeconds
  if (partialFilterExpression !== undefined) description.partialFilterExpression = partialFilterExpression
  return {
    name: description.name as string,
    description,
    fields,
    unique: isId || isTruthy(unique),
    sparse: isTruthy(sparse),
    partial: partialFilter(input),
    expireAfterSeconds: expiry(expireAfterSeconds, fields.length)
  }
}

function checkOptions(input: Doc): void {
  for (const [option, value] of Object.entries(input)) {
    if (refusedOptions.has(option) && value !== false) refuse(`the index option '${option}'`)
    if (refusedOptions.has(option)) continue
    if (!Object.hasOwn(options, option)) fail(197, `The field '${option}' is not valid for an index specification.`)
    if (!options[option]!(value)) fail(14, `The index option '${option}' has the wrong type ${typeName(value)}`)
  }
  for (const option of ['key', 'name'])
    if (!(option in input)) fail(9, `The '${option}' field is a required property of an index specification`)
  if (input.name === '' || input.name === '*') fail(67, `The index name '${input.name}' is not valid.`)
  const version = toNumber(input.v ?? 2)
  if (version === 1) refuse('an index of version 1')
  if (version !== 2) fail(67, `Invalid index specification: cannot create an index with v=${version}`)
}

function checkId(input: Doc, descending: boolean): void {
  if (descending) fail(2, "The field 'key' for an _id index must be {_id: 1}")
  for (const option of ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds'])
    if (option in input) fail(197, `The field '${option}' is not valid for an _id index specification`)
}

function keyFields(key: Doc) {
  const paths = Object.keys(key)
  if (paths.length === 0 || paths.length > 32) fail(67, 'Index keys must have between 1 and 32 fields')
  return paths.map(path => {
    const direction = key[path]
    if (path.includes('$**')) refuse('a wildcard index')
    if (refusedKinds.has(direction as string)) refuse(`a ${direction} index`)
    if (typeof direction === 'string') fail(67, `Unknown index plugin '${direction}'`)
    if (!isNumber(direction)) fail(67, `Values in an index key pattern cannot be of type ${typeName(direction)}`)
    const number = toNumber(direction)
    if (number === 0 || Number.isNaN(number)) fail(67, 'Values in the index key pattern cannot be 0.')
    const parts = path.split('.')
    if (parts.includes('')) fail(67, 'Index keys cannot contain an empty field.')
    if (parts.some(part => part.startsWith('$'))) fail(67, 'Index key contains a field name that starts with "$".')
    return { path, parts, descending: number < 0 }
  })
}

function partialFilter({ partialFilterExpression, sparse }: Doc): FilterNode | undefined {
  if (!isDocument(partialFilterExpression)) return undefined
  if (isTruthy(sparse)) fail(67, 'cannot mix "partialFilterExpression" and "sparse" options')
  const node = compileFilter(partialFilterExpression)
  checkPartial(node)
  return node
}

function checkPartial(node: FilterNode): void {
  if (node.kind === 'and' || node.kind === 'or') node.nodes.forEach(checkPartial)
  else if (node.kind !== 'field' || !partialOperators.has(node.operator))
    fail(67, 'Expression not supported in partial index')
}

function expiry(value: unknown, fieldCount: number): number | undefined {
  if (value === undefined) return undefined
  const seconds = toNumber(value)
  if (fieldCount > 1) fail(67, 'TTL indexes are single-field indexes')
  if (!(seconds >= 0 && seconds <= 2 ** 31 - 1)) fail(67, `'expireAfterSeconds' is out of range: ${seconds}`)
  return seconds
}

/** Whether `wanted` exists already. Throws 85 or 86 if a different index has its name or its keys. */
export function isKnownIndex(existing: readonly IndexSpec[], wanted: IndexSpec): boolean {
  for (const spec of existing) {
    const sameIndex = identityOf(spec) === identityOf(wanted)
    const sameExpiry = spec.expireAfterSeconds === wanted.expireAfterSeconds
    const both = `Requested index: ${describe(wanted.description)}, existing index: ${describe(spec.description)}`
    if (spec.name === wanted.name && !sameIndex)
      fail(86, `An existing index has the same name as the requested index. ${both}`)
    if (!sameIndex) continue
    if (spec.name === wanted.name && sameExpiry) return true
    if (sameExpiry) fail(85, `Index already exists with a different name: ${spec.name}`)
    fail(85, `An equivalent index already exists with different options. ${both}`)
  }
  return false
}

/** What tells two indexes on the same fields apart. */
const identityOf = ({ fields, unique, sparse, description }: IndexSpec): string =>
  JSON.stringify([fields, unique, sparse, keyOf(description.partialFilterExpression)])
