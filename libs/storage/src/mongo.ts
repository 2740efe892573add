import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import mongoose from 'mongoose'
import type { Collection } from './collection.ts'

/** One database, and whether it answers. */
export interface Mongo extends AsyncDisposable {
  collection<Doc extends { _id: string }>(name: string): Collection<Doc>
  ready(): boolean
  /** What the server's own clock says. */
  serverTime(): Promise<Date>
}

/**
 * Connects to `database` on the server at `url`; resolves when it answers, however long that takes. Documents are parsed by schema where they enter
 * the system, so collections are the driver's own: mongoose would cast each one a second time.
 */
export async function connectMongo(options: { url: string; database: string; logger: Logger }): Promise<Mongo> {
  const { url, database, logger } = options
  const connection = await untilDone(() => connect(url, database), {
    onError: error => logger.warn({ err: error }, 'the database does not answer yet')
  })
  connection.on('error', error => logger.warn({ err: error }, 'database connection failed'))
  connection.on('disconnected', () => logger.warn('database disconnected'))
  return {
    collection: name => connection.db!.collection(name),
    ready: () => connection.readyState === mongoose.ConnectionStates.connected,
    serverTime: async () => (await connection.db!.command({ hello: 1 })).localTime as Date,
    [Symbol.asyncDispose]: () => connection.close()
  }
}

async function connect(url: string, database: string): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(url, {
    dbName: database,
    bufferCommands: false,
    autoIndex: false,
    serverSelectionTimeoutMS: 3000,
    socketTimeoutMS: 30_000,
    maxPoolSize: 20,
    retryWrites: true,
    writeConcern: { w: 'majority' }
  })
  try {
    return await connection.asPromise()
  } catch (error) {
    await connection.close()
    throw error
  }
}
