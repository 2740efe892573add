import sortedBTree from 'sorted-btree'
import { bulkLoad } from 'sorted-btree/extended/bulkLoad.js'
import { type FilterNode, pathsOf } from '../query/filter.ts'
import { type Doc, documentOf } from '../values/bson.ts'
import { describe } from '../values/describe.ts'
import { fail } from '../values/errors.ts'
import { documentKeys, type KeyField, keyOfTuple } from './index-keys.ts'

const BTree = sortedBTree.default

/** A document in its place: an update swaps `document`, the record stays. `id` also gives the natural order. */
export type StoredRecord = { readonly id: number; document: Doc; size: number }

export type IndexSpec = {
  name: string
  /** As the client gave it, with all options: what listIndexes shows. */
  description: Doc
  fields: readonly KeyField[]
  unique: boolean
  sparse: boolean
  partial: FilterNode | undefined
  expireAfterSeconds: number | undefined
}

const nodeSize = 64
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A B+tree of key strings; keys of a non-unique index end with the record's id. */
export class DocumentIndex {
  readonly spec: IndexSpec
  tree = new BTree<string, StoredRecord>(undefined, byCodeUnits, nodeSize)
  /** For each field, whether any document ever had an array on its path. */
  readonly arrays: boolean[]
  /** The document fields that make up its keys. */
  readonly #keyFields: readonly string[]
  /** The document fields that decide whether it has any keys. */
  readonly #partialFields: readonly string[]

  constructor(spec: IndexSpec) {
    this.spec = spec
    this.arrays = spec.fields.map(() => false)
    this.#keyFields = firstParts(spec.fields.map(field => field.path))
    this.#partialFields = spec.partial ? firstParts(pathsOf(spec.partial)) : []
  }

  get multikey(): boolean {
    return this.arrays.includes(true)
  }

  /** False if both documents surely have the same keys: an update keeps the identity of unchanged fields. */
  mayDiffer(before: Doc, after: Doc): boolean {
    const differs = (field: string) => before[field] !== after[field]
    if (this.#keyFields.some(differs)) return true
    const { partial } = this.spec
    return partial !== undefined && this.#partialFields.some(differs) && partial.test(before) !== partial.test(after)
  }

  /** The keys for a document; none if the index is sparse or partial and leaves it out. Throws 171. */
  keysOf(document: Doc): string[] {
    const { fields, sparse, partial } = this.spec
    if (partial && !partial.test(document)) return []
    const found = documentKeys(document, fields)
    if (found === undefined) return fail(171, `cannot index parallel arrays in ${describe(this.spec.description.key)}`)
    if (sparse && found.tuples.every(tuple => tuple.every(value => value === undefined))) return []
    for (let i = 0; i < found.arrays.length; i++) this.arrays[i] ||= found.arrays[i]!
    return found.keys
  }

  /** Throws 11000 if another record than `self` holds one of the keys. */
  checkUnique(keys: readonly string[], document: Doc, namespace: string, self?: StoredRecord): void {
    if (!this.spec.unique) return
    for (const key of keys) {
      const holder = this.tree.get(key)
      if (holder !== undefined && holder !== self) this.#duplicate(key, document, namespace)
    }
  }

  /** Replaces its content with the keys of `records`. Throws 11000 if two of them share a key. */
  fill(records: Iterable<StoredRecord>, namespace: string): void {
    const entries = new Map<string, StoredRecord>()
    for (const record of records) {
      for (const key of this.keysOf(record.document)) {
        const entry = this.#entry(key, record)
        if (entries.has(entry)) this.#duplicate(key, record.document, namespace)
        entries.set(entry, record)
      }
    }
    const sorted = [...entries.keys()].sort()
    const values = sorted.map(entry => entries.get(entry)!)
    if (sorted.length > 0) this.tree = bulkLoad(sorted, values, nodeSize, byCodeUnits)
  }

  add(keys: readonly string[], record: StoredRecord): void {
    for (const key of keys) this.tree.set(this.#entry(key, record), record)
  }

  remove(keys: readonly string[], record: StoredRecord): void {
    for (const key of keys) this.tree.delete(this.#entry(key, record))
  }

  #entry(key: string, record: StoredRecord): string {
    return flat(this.spec.unique ? key : key + recordKey(record.id))
  }

  #duplicate(key: string, document: Doc, namespace: string): never {
    const { fields, name, description } = this.spec
    const tuple = documentKeys(document, fields)!.tuples.find(values => keyOfTuple(values, fields) === key)!
    const shown = fields.map((field, i) => [field.path, typeof tuple[i] === 'symbol' ? null : (tuple[i] ?? null)])
    const keyValue = documentOf(Object.fromEntries(shown))
    return fail(
      11000,
      `E11000 duplicate key error collection: ${namespace} index: ${name} dup key: ${describe(keyValue)}`,
      {
        keyPattern: description.key,
        keyValue
      }
    )
  }
}

const firstParts = (paths: readonly string[]): string[] => [...new Set(paths.map(path => path.split('.')[0]!))]

/** The same bytes in one piece: a concatenated string keeps its pieces in memory. */
const flat = (key: string): string => Buffer.from(key, 'latin1').toString('latin1')

/** Six one-byte characters, so that a key of plain text stays a one-byte string. */
function recordKey(id: number): string {
  const high = Math.floor(id / 2 ** 24)
  return String.fromCharCode(
    (high >>> 16) & 255,
    (high >>> 8) & 255,
    high & 255,
    (id >>> 16) & 255,
    (id >>> 8) & 255,
    id & 255
  )
}
