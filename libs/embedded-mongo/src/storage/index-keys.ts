import { arrayIndex } from '../query/path.ts'
import { type Doc, isDocument } from '../values/bson.ts'
import { emptyArray, inverted, keyOf } from '../values/key-string.ts'

export type KeyField = { path: string; parts: readonly string[]; descending: boolean }

/** What an index holds for one document. `arrays`: which fields took their values from an array. */
export type DocumentKeys = { keys: string[]; tuples: unknown[][]; arrays: boolean[] }

/** The keys that an index on `fields` holds for a document; undefined if two fields lead to different arrays. */
export function documentKeys(document: Doc, fields: readonly KeyField[]): DocumentKeys | undefined {
  const plain = plainTuple(document, fields)
  if (plain) return { keys: [keyOfTuple(plain, fields)], tuples: [plain], arrays: [] }
  const arrays = fields.map(() => false)
  const tuples: unknown[][] = []
  const start = fields.map(field => ({ value: document as unknown, parts: field.parts, at: 0, opened: false }))
  if (!expand(start, arrays, tuples)) return undefined
  const keys = tuples.map(tuple => keyOfTuple(tuple, fields))
  return { keys: keys.length > 1 ? [...new Set(keys)] : keys, tuples, arrays }
}

export function keyOfTuple(tuple: readonly unknown[], fields: readonly KeyField[]): string {
  let key = ''
  for (let i = 0; i < tuple.length; i++) {
    const part = keyOf(tuple[i])
    key += fields[i]!.descending ? inverted(part) : part
  }
  return key
}

/** The usual case without arrays on any path. */
function plainTuple(document: Doc, fields: readonly KeyField[]): unknown[] | undefined {
  const tuple: unknown[] = []
  for (const field of fields) {
    let value: unknown = document
    for (const part of field.parts) {
      value = isDocument(value) ? value[part] : undefined
      if (Array.isArray(value)) return undefined
    }
    tuple.push(value)
  }
  return tuple
}

type Place = { value: unknown; parts: readonly string[]; at: number; opened: boolean }

/** Follows all fields to their ends; branches at an array, once for each element. */
function expand(places: readonly Place[], arrays: boolean[], tuples: unknown[][]): boolean {
  let shared: unknown[] | undefined
  const reached = places.map(follow)
  for (const place of reached) {
    if (!Array.isArray(place.value) || place.opened) continue
    if (shared !== undefined && shared !== place.value) return false
    shared = place.value
  }
  if (shared === undefined) {
    tuples.push(reached.map(place => place.value))
    return true
  }
  const array = shared
  const inside = reached.map(place => place.value === array && !place.opened)
  for (let i = 0; i < inside.length; i++) arrays[i] ||= inside[i]!
  if (array.length === 0) {
    return expand(
      reached.map((place, i) => (inside[i] ? ofEmpty(place) : place)),
      arrays,
      tuples
    )
  }
  return array.every(element =>
    expand(
      reached.map((place, i) => (inside[i] ? ofElement(place, element) : place)),
      arrays,
      tuples
    )
  )
}

/** Continues through documents, and through arrays where the path names an index, up to an array or the end. */
function follow(place: Place): Place {
  let { value, at, opened } = place
  while (at < place.parts.length) {
    if (Array.isArray(value)) {
      const index = arrayIndex(place.parts[at]!)
      if (index < 0 || index >= value.length || opened) break
      value = value[index]
    } else value = isDocument(value) ? value[place.parts[at]!] : undefined
    at++
    opened = false
    if (value === undefined) at = place.parts.length
  }
  return { value, parts: place.parts, at, opened }
}

function ofElement(place: Place, element: unknown): Place {
  const ends = place.at === place.parts.length
  if (ends) return { ...place, value: element, opened: true }
  return {
    ...place,
    value: isDocument(element) ? element : undefined,
    at: isDocument(element) ? place.at : place.parts.length
  }
}

function ofEmpty(place: Place): Place {
  const value = place.at === place.parts.length ? emptyArray : undefined
  return { ...place, value, at: place.parts.length }
}
