import { type Doc, isDocument } from '../values/bson.ts'
import { fail } from '../values/errors.ts'

/** A test of one value; `undefined` stands for a missing field. */
export type ValueTest = (value: unknown) => boolean

/** Index of the outermost array element by which the last filter matched: what the positional `$` means. */
export const matched = { position: -1 }

/** The components of a path in an expression, a projection or a sort. Throws MongoDB's errors. */
export function fieldPath(path: string): string[] {
  if (path === '') fail(40352, 'FieldPath cannot be constructed with empty string')
  if (path.endsWith('.')) fail(40353, "FieldPath must not end with a '.'")
  if (path.includes('\0')) fail(16411, 'FieldPath field names may not contain null bytes.')
  const parts = path.split('.')
  if (parts.includes('')) fail(15998, 'FieldPath field names may not be empty strings.')
  if (parts.some(part => part.startsWith('$'))) fail(16410, "FieldPath field names may not start with '$'.")
  return parts
}

/** The array index that a path component names, or -1. */
export function arrayIndex(part: string): number {
  return /^(0|[1-9]\d{0,8})$/.test(part) ? Number(part) : -1
}

/**
 * Makes a test of the values that a dotted path reaches. Arrays on the way are walked, by index too;
 * an array at the end is tested element by element and then whole, unless `wholeArrays`.
 */
export function testAt(path: string, test: ValueTest, wholeArrays = false): (document: Doc) => boolean {
  if (path.includes('.')) {
    const walk = new Walk(path.split('.'), test, wholeArrays)
    return document => walk.document(document, 0)
  }
  return document => {
    const value = document[path]
    return Array.isArray(value) && !wholeArrays ? anyElement(value, test) || test(value) : test(value)
  }
}

function anyElement(array: readonly unknown[], test: ValueTest): boolean {
  for (let i = 0; i < array.length; i++) {
    if (test(array[i])) {
      matched.position = i
      return true
    }
  }
  return false
}

class Walk {
  readonly #parts: readonly string[]
  readonly #indexes: readonly number[]
  readonly #test: ValueTest
  readonly #wholeArrays: boolean

  constructor(parts: readonly string[], test: ValueTest, wholeArrays: boolean) {
    this.#parts = parts
    this.#indexes = parts.map(arrayIndex)
    this.#test = test
    this.#wholeArrays = wholeArrays
  }

  document(start: Doc, from: number): boolean {
    let value: unknown = start
    for (let i = from; i < this.#parts.length; i++) {
      if (!isDocument(value)) return this.#test(undefined)
      value = value[this.#parts[i]!]
      if (Array.isArray(value)) return this.#array(value, i + 1)
    }
    return this.#test(value)
  }

  #array(array: readonly unknown[], at: number): boolean {
    if (at === this.#parts.length) {
      return (!this.#wholeArrays && anyElement(array, this.#test)) || this.#test(array)
    }
    for (let i = 0; i < array.length; i++) {
      const element = array[i]
      if (isDocument(element) && this.document(element, at)) {
        matched.position = i
        return true
      }
      if (i === this.#indexes[at] && this.#indexed(element, at + 1, i)) return true
    }
    return false
  }

  #indexed(element: unknown, at: number, index: number): boolean {
    if (at === this.#parts.length) {
      if (!this.#test(element)) return false
      matched.position = index
      return true
    }
    if (isDocument(element)) return this.document(element, at)
    return Array.isArray(element) && this.#array(element, at)
  }
}

/** The value at a dotted path through documents only; undefined where there is none or an array is in the way. */
export function plainValueAt(document: Doc, parts: readonly string[]): unknown {
  let value: unknown = document
  for (const part of parts) {
    if (!isDocument(value)) return undefined
    value = value[part]
  }
  return value
}

/** All values at a path as `distinct` sees them: arrays are opened, missing values left out. */
export function valuesAt(start: unknown, parts: readonly string[], from = 0): unknown[] {
  if (from === parts.length) return Array.isArray(start) ? start : start === undefined ? [] : [start]
  if (isDocument(start)) return valuesAt(start[parts[from]!], parts, from + 1)
  if (!Array.isArray(start)) return []
  const index = arrayIndex(parts[from]!)
  if (index >= 0 && index < start.length) return valuesAt(start[index], parts, from + 1)
  return start.flatMap(element => (isDocument(element) ? valuesAt(element, parts, from) : []))
}
