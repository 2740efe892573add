import { randomUUID } from 'node:crypto'
import { Binary, type Doc } from '../values/bson.ts'
import { fail } from '../values/errors.ts'
import { Collection, type StoreState } from './collection.ts'
import { parseIndexSpec } from './index-spec.ts'
import type { Journal, LoadedRow } from './journal.ts'

const mebibyte = 1024 * 1024
/** Bytes of memory per byte of BSON, including its share of three indexes. */
const memoryFactor = 3

/** All databases with their collections. */
export class Catalog {
  readonly #databases = new Map<string, Map<string, Collection>>()
  readonly #state: StoreState
  #nextCollection = 1

  constructor(journal: Journal, memoryLimitMb: number) {
    const limit = (memoryLimitMb * mebibyte) / memoryFactor
    this.#state = {
      journal,
      nextRecord: 1,
      bytes: 0,
      checkMemory: more => {
        if (this.#state.bytes + more > limit) {
          fail(
            146,
            `the embedded database may hold about ${memoryLimitMb} MB (EMBEDDED_MONGO_MEMORY_LIMIT_MB) and is full`
          )
        }
      }
    }
  }

  /** Reads the whole journal; passes rows of other kinds to `onRetry`. */
  load(onRetry: (description: Doc) => void): void {
    const byId = new Map<number, Collection>()
    this.#state.journal.load((kind, row) => {
      if (kind === 'retry') onRetry(row.value)
      else if (kind === 'collection') byId.set(row.id, this.#restore(row))
      else {
        const collection = byId.get(row.collection)
        if (!collection) throw new Error(`the data folder is damaged: document ${row.id} belongs to no collection`)
        collection.restore({ id: row.id, document: row.value, size: row.size })
        this.#state.nextRecord = row.id + 1
      }
    })
    for (const collection of byId.values()) collection.buildIndexes()
  }

  #restore({ id, value }: LoadedRow): Collection {
    const { database, name, uuid, indexes } = value as {
      database: string
      name: string
      uuid: InstanceType<typeof Binary>
      indexes: Doc[]
    }
    const collection = this.#add(id, database, name, uuid)
    for (const index of indexes) collection.createIndex(parseIndexSpec(index))
    return collection
  }

  #add(id: number, database: string, name: string, uuid: InstanceType<typeof Binary>): Collection {
    const collection = new Collection(id, database, name, uuid, this.#state)
    const collections = this.#databases.get(database) ?? new Map<string, Collection>()
    collections.set(name, collection)
    this.#databases.set(database, collections)
    this.#nextCollection = Math.max(this.#nextCollection, id + 1)
    return collection
  }

  find(database: string, name: string): Collection | undefined {
    return this.#databases.get(database)?.get(name)
  }

  findOrCreate(database: string, name: string): Collection {
    return this.find(database, name) ?? this.create(database, name)
  }

  create(database: string, name: string): Collection {
    checkName(database, name)
    const uuid = new Binary(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID)
    const collection = this.#add(this.#nextCollection, database, name, uuid)
    collection.save()
    return collection
  }

  drop(collection: Collection): void {
    collection.drop()
    const collections = this.#databases.get(collection.database)!
    collections.delete(collection.name)
    if (collections.size === 0) this.#databases.delete(collection.database)
  }

  databases(): string[] {
    return [...this.#databases.keys()].sort()
  }

  collections(database: string): Collection[] {
    return [...(this.#databases.get(database)?.values() ?? [])]
  }
}

function checkName(database: string, name: string): void {
  if (name === '' || name.startsWith('.') || name.endsWith('.') || /[$\0]/.test(name) || name.includes('..')) {
    fail(73, `Invalid collection name: ${name}`)
  }
  if (name.startsWith('system.')) fail(73, `Invalid system namespace: ${database}.${name}`)
}
