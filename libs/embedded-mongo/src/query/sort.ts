import { documentKeys, type KeyField } from '../storage/index-keys.ts'
import { type Doc, isDocument } from '../values/bson.ts'
import { isNumber, toInteger } from '../values/compare.ts'
import { fail, refuse } from '../values/errors.ts'
import { fieldPath } from './path.ts'

/** Reads `{ field: 1 | -1, … }`. An empty sort has no fields. */
export function parseSort(sort: Doc): KeyField[] {
  return Object.keys(sort).map(path => {
    const given = sort[path]
    if (isDocument(given) && '$meta' in given) refuse('$meta')
    if (isDocument(given)) fail(17312, '$meta is the only expression supported by $sort')
    if (!isNumber(given)) fail(15974, `Illegal key in $sort specification: ${path}`)
    const direction = toInteger(given)
    if (direction !== 1 && direction !== -1) fail(15975, '$sort key ordering must be 1 or -1')
    return { path, parts: fieldPath(path), descending: direction === -1 }
  })
}

/** Sorts stably, by the smallest key that an index on these fields would hold for each item. */
export function sortBy<T>(items: readonly T[], fields: readonly KeyField[], documentOf: (item: T) => Doc): T[] {
  const keyed = items.map(item => ({ item, key: smallestKey(documentOf(item), fields) }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map(entry => entry.item)
}

function smallestKey(document: Doc, fields: readonly KeyField[]): string {
  const { keys } = documentKeys(document, fields) ?? fail(2, 'cannot sort with keys that are parallel arrays')
  return keys.toSorted()[0]!
}
