import { type Doc, isDocument } from '../values/bson.ts'
import { fail } from '../values/errors.ts'

/** A test of one value; `undefined` stands for a missing field. */
export type ValueTest = (value: unknown) => boolean

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
 * Makes a test of the values that a dotted path reaches. Arrays on the way are traversed, by index, too;
 * an array at the end is tested element by element and then as a whole, unless `wholeArrays`.
 */
export function testAt(path: string, test: ValueTest, wholeArrays = false): (document: Doc) => boolean {
  if (path.includes('.')) {
    const walk = new Walk(path.split('.'), test, wholeArrays)
    return document => walk.document(document, 0)
  }
  return document => {
    const value = document[path]
    return (Array.isArray(value) && !wholeArrays && value.some(test)) || test(value)
  }
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
      return (!this.#wholeArrays && array.some(this.#test)) || this.#test(array)
    }
    return array.some(
      (element, i) =>
        (isDocument(element) && this.document(element, at)) ||
        (i === this.#indexes[at] && this.#indexed(element, at + 1))
    )
  }

  #indexed(element: unknown, at: number): boolean {
    if (at === this.#parts.length) return this.#test(element)
    if (isDocument(element)) return this.document(element, at)
    return Array.isArray(element) && this.#array(element, at)
  }
}
