import mongoose from 'mongoose'
import type { AnyDocument } from './bounded.ts'
import type { IndexOf } from './collection.ts'

const { BSON } = mongoose.mongo
const BATCH = 1000
const NOT_IMPLEMENTED = 238
const NO_REPLICA_SET = 246
/** Values stay as stored: a long turned into a number would have a different type when written back. */
const UNCHANGED = { promoteValues: false, promoteBuffers: false, promoteLongs: false, bsonRegExp: true }

/** A document that is only looked at, not written back. */
export const fromBson = (bytes: Uint8Array): AnyDocument => BSON.deserialize(bytes) as AnyDocument

/** Whole databases of a server, read and written without interpreting them. */
export interface WholeDatabases extends AsyncDisposable {
  /** Which of these databases exist. */
  existing(names: readonly string[]): Promise<string[]>
  collections(database: string): Promise<string[]>
  indexes(database: string, collection: string): Promise<IndexOf[]>
  /** Whether everything is read as of one moment, whatever is written meanwhile. */
  readsOneMoment(database: string): Promise<boolean>
  /** Every document, as BSON. */
  read(database: string, collection: string): AsyncIterable<Uint8Array>
  /** Writes a collection that does not exist yet, with its indexes. */
  write(
    database: string,
    collection: string,
    documents: AsyncIterable<Uint8Array>,
    indexes: readonly IndexOf[]
  ): Promise<void>
  drop(database: string): Promise<void>
}

/** Connects once; rejects when the server does not answer. */
export async function openWholeDatabases(url: string): Promise<WholeDatabases> {
  const options = { serverSelectionTimeoutMS: 5000, autoIndex: false, writeConcern: { w: 'majority' as const } }
  const connection = await mongoose.createConnection(url, options).asPromise()
  const client = connection.getClient()
  const session = client.startSession({ snapshot: true })
  let atOneMoment: boolean | undefined
  const collectionOf = (database: string, name: string) => client.db(database).collection(name)
  return {
    async existing(names) {
      const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true })
      const there = new Set(databases.map(({ name }) => name))
      return names.filter(name => there.has(name))
    },
    async collections(database) {
      const found = await client.db(database).listCollections({ type: 'collection' }, { nameOnly: true }).toArray()
      return found.map(({ name }) => name).filter(name => !name.startsWith('system.'))
    },
    async indexes(database, collection) {
      const all = await collectionOf(database, collection).indexes()
      return all.filter(({ name }) => name !== '_id_').map(({ v, ns, ...index }) => index as IndexOf)
    },
    async readsOneMoment(database) {
      atOneMoment ??= await canSnapshot(client.db(database), session)
      return atOneMoment
    },
    async *read(database, collection) {
      const reading = { raw: true, batchSize: BATCH, ...(atOneMoment && { session }) }
      for await (const document of collectionOf(database, collection).find({}, reading))
        yield document as unknown as Uint8Array
    },
    async write(database, name, documents, indexes) {
      const collection = await client.db(database).createCollection(name)
      const insert = (batch: Uint8Array[]) =>
        collection.insertMany(batch.map(bytes => BSON.deserialize(bytes, UNCHANGED)) as never, { ordered: false })
      let batch: Uint8Array[] = []
      for await (const document of documents) {
        batch.push(document)
        if (batch.length < BATCH) continue
        await insert(batch)
        batch = []
      }
      if (batch.length > 0) await insert(batch)
      if (indexes.length > 0) await collection.createIndexes([...indexes])
    },
    drop: async database => void (await client.db(database).dropDatabase()),
    async [Symbol.asyncDispose]() {
      await session.endSession()
      await connection.close()
    }
  }
}

/** The first read of a session fixes its moment, so this check must be that read. */
async function canSnapshot(db: mongoose.mongo.Db, session: mongoose.mongo.ClientSession): Promise<boolean> {
  try {
    await db.collection('moment').find({}, { session, limit: 1 }).toArray()
    return true
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === NOT_IMPLEMENTED || code === NO_REPLICA_SET) return false
    throw error
  }
}
