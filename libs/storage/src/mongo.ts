import type { Logger } from '@inbox/telemetry'
import mongoose from 'mongoose'
import type { Collection } from './collection.ts'

/** One database, and whether it answers. */
export interface Mongo extends AsyncDisposable {
  collection<Doc extends { _id: string }>(name: string): Collection<Doc>
  ready(): boolean
}

/**
 * Connects to `database` on the server at `url`; resolves when it answers. Documents are parsed by schema where they enter
 * the system, so collections are the driver's own: mongoose would cast each one a second time.
 */
export async function connectMongo(options: { url: string; database: string; logger: Logger }): Promise<Mongo> {
  const connection = mongoose.createConnection(options.url, {
    dbName: options.database,
    bufferCommands: false,
    autoIndex: false,
    serverSelectionTimeoutMS: 3000,
    socketTimeoutMS: 30_000,
    maxPoolSize: 20,
    retryWrites: true,
    writeConcern: { w: 'majority' }
  })
  connection.on('error', error => options.logger.warn({ err: error }, 'database connection failed'))
  connection.on('disconnected', () => options.logger.warn('database disconnected'))
  await connection.asPromise()
  return {
    collection: name => connection.db!.collection(name),
    ready: () => connection.readyState === mongoose.ConnectionStates.connected,
    [Symbol.asyncDispose]: () => connection.close()
  }
}
