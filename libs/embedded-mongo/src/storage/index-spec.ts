import { compileFilter, type FilterNode } from '../query/filter.ts'
import { type Doc, documentOf, isDocument } from '../values/bson.ts'
import { isNumber, isTruthy, toNumber } from '../values/compare.ts'
import { describe } from '../values/describe.ts'
import { fail, refuse } from '../values/errors.ts'
import { keyOf } from '../values/key-string.ts'
import type { IndexSpec } from './document-index.ts'

const known = new Set('v key name unique sparse partialFilterExpression expireAfterSeconds background ns'.split(' '))
const refused = new Set(
  'collation hidden weights default_language language_override textIndexVersion 2dsphereIndexVersion bits min max wildcardProjection storageEngine prepareUnique clustered'.split(
    ' '
  )
)
const partialOperators = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$in'])

/** Checks one entry of createIndexes. Throws MongoDB's errors for what is malformed or not supported. */
export function parseIndexSpec(input: unknown): IndexSpec {
  if (!isDocument(input)) return fail(14, `BSON field 'createIndexes.indexes' must be an array of objects`)
  for (const option of Object.keys(input)) {
    if (refused.has(option)) refuse(`the index option '${option}'`)
    if (!known.has(option))
      fail(197, `The field '${option}' is not valid for an index specification. Specification: ${describe(input)}`)
  }
  const key = input.key
  if (!isDocument(key)) return fail(9, "The 'key' field is a required property of an index specification")
  if (typeof input.name !== 'string')
    return fail(9, "The 'name' field is a required property of an index specification")
  if (input.name === '' || input.name === '*') fail(67, `The index name '${input.name}' is not valid.`)
  const fields = keyFields(key)
  const partial = partialFilter(input)
  const isId = fields.length === 1 && fields[0]!.path === '_id'
  if (isId && (partial || isTruthy(input.sparse))) fail(197, "The field '_id' index cannot be partial or sparse")
  return {
    name: isId ? '_id_' : input.name,
    description: describeSpec(input, key, isId),
    fields,
    unique: isId || isTruthy(input.unique),
    sparse: isTruthy(input.sparse),
    partial,
    expireAfterSeconds: expiry(input, fields.length, isId)
  }
}

function keyFields(key: Doc) {
  const paths = Object.keys(key)
  if (paths.length === 0) fail(67, 'Index keys cannot be an empty object')
  if (paths.length > 32) fail(67, 'Index key pattern cannot have more than 32 fields')
  return paths.map(path => {
    const direction = key[path]
    if (typeof direction === 'string') {
      if (['text', '2d', '2dsphere', 'hashed', 'wildcard', 'columnstore'].includes(direction))
        refuse(`a ${direction} index`)
      fail(67, `Unknown index plugin '${direction}'`)
    }
    if (path.includes('$**')) refuse('a wildcard index')
    if (!isNumber(direction))
      fail(
        67,
        `Values in v:2 index key pattern cannot be of type ${describe(direction)}. Only numbers > 0, numbers < 0, and strings are allowed.`
      )
    const number = toNumber(direction)
    if (number === 0 || Number.isNaN(number)) fail(67, 'Values in the index key pattern cannot be 0.')
    const parts = path.split('.')
    if (parts.some(part => part === '')) fail(67, 'Index keys cannot contain an empty field.')
    if (parts.some(part => part.startsWith('$')))
      fail(67, `Index key contains an illegal field name: field name starts with '$'.`)
    return { path, parts, descending: number < 0 }
  })
}

function partialFilter(input: Doc): FilterNode | undefined {
  const filter = input.partialFilterExpression
  if (filter === undefined) return undefined
  if (!isDocument(filter)) return fail(14, "The field 'partialFilterExpression' must be an object")
  if (isTruthy(input.sparse)) fail(67, 'cannot mix "partialFilterExpression" and "sparse" options')
  const node = compileFilter(filter)
  checkPartial(node)
  return node
}

function checkPartial(node: FilterNode): void {
  if (node.kind === 'and' || node.kind === 'or') node.nodes.forEach(checkPartial)
  else if (node.kind !== 'field' || !partialOperators.has(node.operator)) {
    fail(67, 'Expression not supported in partial index')
  }
}

function expiry(input: Doc, fieldCount: number, isId: boolean): number | undefined {
  if (input.expireAfterSeconds === undefined) return undefined
  if (!isNumber(input.expireAfterSeconds)) return fail(14, "The field 'expireAfterSeconds' must be a number")
  const seconds = toNumber(input.expireAfterSeconds)
  if (fieldCount > 1) fail(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL')
  if (isId) fail(197, 'The field expireAfterSeconds is not valid for an _id index specification')
  if (!(seconds >= 0 && seconds <= 2 ** 31 - 1))
    fail(67, `TTL index 'expireAfterSeconds' option must be within an acceptable range, got ${seconds}`)
  return seconds
}

function describeSpec(input: Doc, key: Doc, isId: boolean): Doc {
  if (isId) return documentOf({ v: 2, key, name: '_id_' })
  const shown = documentOf({ v: 2, key, name: input.name })
  for (const option of ['unique', 'sparse'] as const) if (isTruthy(input[option])) shown[option] = true
  for (const option of ['expireAfterSeconds', 'partialFilterExpression'] as const) {
    if (input[option] !== undefined) shown[option] = input[option]
  }
  return shown
}

/** Whether `wanted` is there already. Throws 85 or 86 if its name or its keys are taken by a different index. */
export function isKnownIndex(existing: readonly IndexSpec[], wanted: IndexSpec): boolean {
  for (const spec of existing) {
    const sameKey = orderedKey(spec) === orderedKey(wanted)
    const samePartial = options(spec, ['partialFilterExpression']) === options(wanted, ['partialFilterExpression'])
    const sameOptions =
      options(spec, ['unique', 'sparse', 'expireAfterSeconds']) ===
      options(wanted, ['unique', 'sparse', 'expireAfterSeconds'])
    if (spec.name === wanted.name) {
      if (sameKey && samePartial && sameOptions) return true
      if (sameKey && samePartial)
        fail(
          85,
          `An equivalent index already exists with the same name but different options. Requested index: ${describe(wanted.description)}, existing index: ${describe(spec.description)}`
        )
      fail(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${describe(wanted.description)}, existing index: ${describe(spec.description)}`
      )
    }
    if (sameKey && samePartial) {
      if (sameOptions) fail(85, `Index already exists with a different name: ${spec.name}`)
      fail(
        85,
        `An equivalent index already exists with a different name and options. Requested index: ${describe(wanted.description)}, existing index: ${describe(spec.description)}`
      )
    }
  }
  return false
}

const orderedKey = (spec: IndexSpec): string =>
  spec.fields.map(field => `${field.path}:${field.descending ? -1 : 1}`).join()

const options = (spec: IndexSpec, names: readonly string[]): string =>
  names.map(name => keyOf(spec.description[name])).join('')
