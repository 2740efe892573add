import { type KeyField, keysOf } from '../storage/index-keys.ts'
import { type Doc, isDocument } from '../values/bson.ts'
import { toInteger } from '../values/compare.ts'
import { fail } from '../values/errors.ts'

/** Reads `{ field: 1 | -1, … }`. An empty sort has no fields. */
export function parseSort(sort: Doc): KeyField[] {
  const fields = Object.keys(sort).map(path => {
    if (isDocument(sort[path])) fail(2, `Illegal key in $sort specification: ${path}`)
    const direction = toInteger(sort[path])
    if (direction !== 1 && direction !== -1)
      fail(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    if (path === '') fail(15976, '$sort key must not be an empty string')
    if (path.startsWith('$'))
      fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`)
    return { path, parts: path.split('.'), descending: direction === -1 }
  })
  if (fields.length > 32) fail(2, 'too many compound keys')
  return fields
}

/** Sorts stably. An item's place is that of the smallest key that an index of these fields would hold for it. */
export function sortBy<T>(items: readonly T[], fields: readonly KeyField[], documentOf: (item: T) => Doc): T[] {
  const keyed = items.map(item => ({ item, key: smallest(sortKeys(documentOf(item), fields)) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map(entry => entry.item)
}

function sortKeys(document: Doc, fields: readonly KeyField[]): string[] {
  const keys = keysOf(document, fields)
  if (keys === undefined) fail(2, 'cannot sort with keys that are parallel arrays')
  return keys!
}

function smallest(keys: readonly string[]): string {
  let best = keys[0]!
  for (let i = 1; i < keys.length; i++) if (keys[i]! < best) best = keys[i]!
  return best
}
