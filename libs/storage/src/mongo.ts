import { pause, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import mongoose from 'mongoose'
import { bounded, type Collection } from './bounded.ts'
import { createDeadlines, type Deadlines } from './deadlines.ts'
import { assertSchema, claimSchema } from './schema.ts'
import { startStoreWatch, type Watch } from './watch.ts'

/** A database, and whether it answers. */
export interface Mongo extends Watch {
  collection<Doc extends { _id: string }>(name: string): Collection<Doc>
  /** The time on the server's own clock. */
  serverTime(): Promise<Date>
}

interface MongoOptions {
  url: string
  database: string
  logger: Logger
  /** Whether the database belongs to this service, which then records the schema of its documents. */
  owns?: boolean
  /** How long a call may take, 10 s by default; reading everything that is stored takes longer. */
  callMs?: number
}

const DATABASE = 'the database'
const CALL_MS = 10_000
const PROBE_MS = 2000
/** By then the driver has ended the calls it knows to be left over from a lost connection. */
const AFTER_LOSS_MS = 3500
const CLOSING_MS = 2000
/** Ours has no minimum; by default, the driver would wake an idle process ten times a second for it. */
const POOL_CHECK_MS = 10_000

/**
 * Connects to `database` on the server at `url`; resolves once it answers, however long that takes. Documents are
 * parsed by schema where they enter the system, so collections are the driver's own: mongoose would cast each one a
 * second time. Every call on them ends, with Retryable after at most `callMs`, or 3 s while nothing answers. Rejects with
 * BadEnvironment if this release is too old for the documents stored there (schema.ts).
 */
export async function connectMongo(options: MongoOptions): Promise<Mongo> {
  const { url, database, logger, owns = false, callMs = CALL_MS } = options
  const connection = await untilDone(() => connect(url, database), {
    onError: error => logger.warn({ err: error }, 'the database is not responding yet')
  })
  connection.on('error', error => logger.warn({ err: error }, 'database connection failed'))
  const calls = createDeadlines(DATABASE, callMs)
  const probes = createDeadlines(DATABASE, PROBE_MS)
  connection.getClient().on('connectionPoolCleared', () => calls.hasten(AFTER_LOSS_MS))
  const hello = (within: Deadlines) => within.run(signal => connection.db!.command({ hello: 1 }, { signal }))
  const watch = startStoreWatch({
    store: DATABASE,
    probe: () => hello(probes),
    answered: true,
    onSilence: () => calls.hasten(0),
    logger
  })
  const mongo: Mongo = {
    collection: name => bounded(connection.db!.collection(name), calls),
    ready: watch.ready,
    whenReady: watch.whenReady,
    serverTime: async () => (await hello(calls)).localTime as Date,
    async [Symbol.asyncDispose]() {
      probes.hasten(0)
      await watch[Symbol.asyncDispose]()
      // a frozen database never answers the closing
      const closed = new AbortController()
      await Promise.race([connection.close(), pause(CLOSING_MS, closed.signal)])
      closed.abort()
      calls[Symbol.dispose]()
      probes[Symbol.dispose]()
    }
  }
  try {
    await (owns ? claimSchema : assertSchema)(mongo, database)
  } catch (error) {
    await mongo[Symbol.asyncDispose]()
    throw error
  }
  return mongo
}

async function connect(url: string, database: string): Promise<mongoose.Connection> {
  const client = new mongoose.mongo.MongoClient(url, {
    serverSelectionTimeoutMS: 3000,
    // connections to a server that vanished silently are given up within the sum of both
    connectTimeoutMS: 5000,
    heartbeatFrequencyMS: 5000,
    maxPoolSize: 20,
    retryWrites: true,
    writeConcern: { w: 'majority' }
  })
  Object.assign(client.options, { dbName: database, minPoolSizeCheckFrequencyMS: POOL_CHECK_MS })
  try {
    await client.connect()
    return mongoose.createConnection().setClient(client)
  } catch (error) {
    await client.close()
    throw error
  }
}
