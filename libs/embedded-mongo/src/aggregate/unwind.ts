import { fieldPath, plainValueAt } from '../query/path.ts'
import { copyOf, type Doc, Document, documentOf, isDocument } from '../values/bson.ts'
import { fail } from '../values/errors.ts'
import type { Stage } from './stage.ts'

/** `$unwind`: one document for each element. */
export function unwind(spec: unknown): Stage {
  if (!isDocument(spec) && typeof spec !== 'string') return fail(15981, 'expected a string or an object for $unwind')
  const {
    path,
    includeArrayIndex,
    preserveNullAndEmptyArrays = false,
    ...others
  } = isDocument(spec) ? spec : documentOf({ path: spec })
  for (const name of Object.keys(others)) fail(28811, `unrecognized option to $unwind stage: ${name}`)
  if (path === undefined) return fail(28812, 'no path specified to $unwind stage')
  if (typeof path !== 'string') return fail(28808, 'expected a string as the path for $unwind stage')
  if (!path.startsWith('$')) fail(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`)
  if (typeof preserveNullAndEmptyArrays !== 'boolean') fail(28809, 'preserveNullAndEmptyArrays must be a boolean')
  const parts = fieldPath(path.slice(1))
  const index = indexParts(includeArrayIndex)
  return documents =>
    documents.flatMap(document => unwound(document, parts, index, preserveNullAndEmptyArrays === true))
}

function indexParts(name: unknown): string[] | undefined {
  if (name === undefined) return undefined
  if (typeof name !== 'string' || name === '') return fail(28810, 'includeArrayIndex must be a non-empty string')
  if (name.startsWith('$')) fail(28822, `includeArrayIndex should not be prefixed with a '$': ${name}`)
  return fieldPath(name)
}

type Path = readonly string[]

function unwound(document: Doc, parts: Path, indexPath: Path | undefined, preserve: boolean): Doc[] {
  const value = plainValueAt(document, parts)
  const withIndex = (result: Doc, index: bigint | null) => (indexPath ? withValue(result, indexPath, index) : result)
  if (Array.isArray(value)) {
    if (value.length > 0) return value.map((item, i) => withIndex(withValue(document, parts, item), BigInt(i)))
    return preserve ? [withIndex(withValue(document, parts, undefined), null)] : []
  }
  return preserve || (value !== undefined && value !== null) ? [withIndex(document, null)] : []
}

function withValue(document: Doc, [part = '', ...rest]: Path, value: unknown): Doc {
  const result = copyOf(document)
  const inner = result[part]
  const next = rest.length === 0 ? value : withValue(isDocument(inner) ? inner : new Document(), rest, value)
  if (next === undefined) delete result[part]
  else result[part] = next
  return result
}
