import { mongoConfig, readEnvironment } from '@inbox/runtime'
import { type AnyDocument, connectMongo, type Entry } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'

const USAGE = `Events that were written and not yet published. MONGODB_URL (and MONGODB_DATABASE_PREFIX) name the databases.

  outbox    one JSON line for each collection: how many documents have some, and the oldest; what waits for long is stuck
`

/** Every collection whose documents have an outbox, by database. */
const outboxes: Readonly<Record<string, readonly string[]>> = {
  queue: ['conversations', 'messages', 'notes'],
  directory: ['agents', 'cannedReplies', 'channels', 'departments', 'signIns'],
  session_expiry: ['windows'],
  channel_adapters: ['deliveries'],
  media: ['copies']
}
const waiting = { 'outbox.0': { $exists: true } }

/** What an operator asks of the outboxes; answers the exit code. */
export async function outboxCommand(args: string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(USAGE)
    return 2
  }
  const { MONGODB_URL: url, MONGODB_DATABASE_PREFIX: prefix } = readEnvironment(mongoConfig)
  const logger = createLogger('ops', 'silent')
  for (const [database, names] of Object.entries(outboxes)) {
    await using mongo = await connectMongo({ url, database: `${prefix}_${database}`, logger })
    for (const name of names) {
      const collection = mongo.collection<AnyDocument>(name)
      const documents = await collection.countDocuments(waiting)
      const oldest = await collection.findOne(waiting, { sort: { 'outbox.at': 1 }, projection: { outbox: 1 } })
      const [entry] = (oldest?.outbox ?? []) as Entry[]
      const told = oldest && entry && { oldest: { id: oldest._id, type: entry.type, at: entry.at } }
      process.stdout.write(`${JSON.stringify({ database, collection: name, documents, ...told })}\n`)
    }
  }
  return 0
}
