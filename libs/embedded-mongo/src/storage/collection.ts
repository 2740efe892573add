import { withIdFirst } from '../update/upsert.ts'
import { type Binary, type Doc, documentOf } from '../values/bson.ts'
import { encode } from '../values/encode.ts'
import { fail } from '../values/errors.ts'
import { DocumentIndex, type IndexSpec, type StoredRecord } from './document-index.ts'
import { parseIndexSpec } from './index-spec.ts'
import type { Journal } from './journal.ts'

const maxDocumentBytes = 16 * 1024 * 1024

/** What collections share: the journal, the next record id, and the sum of all documents' sizes in bytes. */
export type StoreState = { journal: Journal; nextRecord: number; bytes: number; checkMemory: (more: number) => void }

/** The documents of one namespace with their indexes. Every method is atomic: it takes full effect or throws. */
export class Collection {
  readonly id: number
  readonly database: string
  readonly name: string
  readonly uuid: InstanceType<typeof Binary>
  readonly records = new Set<StoredRecord>()
  readonly indexes: DocumentIndex[] = []
  readonly #state: StoreState

  constructor(id: number, database: string, name: string, uuid: InstanceType<typeof Binary>, state: StoreState) {
    this.id = id
    this.database = database
    this.name = name
    this.uuid = uuid
    this.#state = state
    const idKey = documentOf({ _id: 1 })
    this.indexes.push(new DocumentIndex(parseIndexSpec(documentOf({ key: idKey, name: '_id_' }))))
  }

  get namespace(): string {
    return `${this.database}.${this.name}`
  }

  insert(input: Doc): StoredRecord {
    const document = withIdFirst(input, 2)
    const bson = checkedBson(document, 2)
    this.#state.checkMemory(bson.length)
    const record = { id: this.#state.nextRecord, document, size: bson.length }
    const keys = this.indexes.map(index => index.keysOf(document))
    for (const [i, index] of this.indexes.entries()) index.checkUnique(keys[i]!, document, this.namespace)
    this.#state.nextRecord++
    for (const [i, index] of this.indexes.entries()) index.add(keys[i]!, record)
    this.records.add(record)
    this.#state.bytes += bson.length
    this.#state.journal.putDocument(this.id, record.id, bson)
    return record
  }

  replace(record: StoredRecord, document: Doc): void {
    const bson = checkedBson(document, 17419)
    if (bson.length > record.size) this.#state.checkMemory(bson.length - record.size)
    const changes: { index: DocumentIndex; before: string[]; after: string[] }[] = []
    for (const index of this.indexes) {
      if (!index.mayDiffer(record.document, document)) continue
      const before = index.keysOf(record.document)
      const after = index.keysOf(document)
      if (sameKeys(before, after)) continue
      index.checkUnique(after, document, this.namespace, record)
      changes.push({ index, before, after })
    }
    for (const { index, before, after } of changes) {
      index.remove(before, record)
      index.add(after, record)
    }
    this.#state.bytes += bson.length - record.size
    record.document = document
    record.size = bson.length
    this.#state.journal.putDocument(this.id, record.id, bson)
  }

  delete(record: StoredRecord): void {
    for (const index of this.indexes) index.remove(index.keysOf(record.document), record)
    this.records.delete(record)
    this.#state.bytes -= record.size
    this.#state.journal.removeDocument(record.id)
  }

  /** Restores a record from the journal; `buildIndexes` adds its keys afterwards. */
  restore(record: StoredRecord): void {
    this.records.add(record)
    this.#state.bytes += record.size
  }

  /** Adds an index over the existing documents. If it throws 11000 or 171, nothing has changed. */
  createIndex(spec: IndexSpec): void {
    const index = new DocumentIndex(spec)
    index.fill(this.records, this.namespace)
    this.indexes.push(index)
  }

  buildIndexes(): void {
    for (const index of this.indexes) index.fill(this.records, this.namespace)
  }

  dropIndex(index: DocumentIndex): void {
    this.indexes.splice(this.indexes.indexOf(index), 1)
  }

  /** Writes the collection's description (name and indexes) to the journal. */
  save(): void {
    this.#state.journal.putCollection(
      this.id,
      documentOf({
        database: this.database,
        name: this.name,
        uuid: this.uuid,
        indexes: this.indexes.slice(1).map(index => index.spec.description)
      })
    )
  }

  drop(): void {
    for (const record of this.records) {
      this.#state.journal.removeDocument(record.id)
      this.#state.bytes -= record.size
    }
    this.records.clear()
    this.#state.journal.removeCollection(this.id)
  }
}

/** MongoDB has different codes for slightly oversized documents, by insert or by update. */
function checkedBson(document: Doc, code: number): Uint8Array {
  const bson = encode(document)
  if (bson.length > maxDocumentBytes)
    fail(code, `a document of ${bson.length} bytes is too large, the maximum is ${maxDocumentBytes}`)
  return bson
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i])
}
