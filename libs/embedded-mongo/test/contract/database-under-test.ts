import { startEmbeddedMongo } from '@inbox/embedded-mongo'
import { afterAll, beforeAll } from '@jest/globals'
import mongoose from 'mongoose'

const { BSON, MongoClient } = mongoose.mongo
export const { Binary, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } = BSON

type Client = InstanceType<typeof MongoClient>
type Database = ReturnType<Client['db']>
// biome-ignore lint/suspicious/noExplicitAny: the contract is about documents of any form, valid and invalid
export type Row = any

/**
 * Gives the tests of a file a database of their own: on the server of MONGODB_URL if set, else on an embedded one.
 * The same statements must hold on both.
 */
export function databaseUnderTest(name: string) {
  const held: { client?: Client; stop?: () => Promise<void> } = {}
  beforeAll(async () => {
    let uri = process.env.MONGODB_URL
    if (!uri) {
      const server = await startEmbeddedMongo({ dataDir: null })
      held.stop = server.close
      uri = server.uri
    }
    held.client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 5000 })
    await database().dropDatabase()
  })
  afterAll(async () => {
    await held.client?.db(name).dropDatabase()
    await held.client?.close()
    await held.stop?.()
  })
  const database = (): Database => held.client!.db(name)
  let count = 0
  /** An empty collection, or one that holds the given documents. */
  const collectionOf = async (...documents: Row[]) => {
    const collection = database().collection<Row>(`c${++count}`)
    if (documents.length > 0) await collection.insertMany(documents)
    return collection
  }
  return { client: () => held.client!, database, collectionOf }
}

/** The code of the error that a command ends with; undefined if it succeeds. */
export async function codeOf(command: Promise<unknown>): Promise<number | undefined> {
  return command.then(
    () => undefined,
    error => (error as { code?: number }).code
  )
}

export type Code = number | 'ok'

/** The code of a command's error or of its first write error, else 'ok'. */
export async function codeIn(command: Promise<Row>): Promise<Code> {
  return command.then(
    reply => reply.writeErrors?.[0].code ?? 'ok',
    error => error.code
  )
}
