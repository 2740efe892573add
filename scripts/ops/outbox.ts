import type { AnyDocument, Entry } from '@inbox/storage'
import { openDatabases } from './databases.ts'
import { OUTBOXES } from './outboxes.ts'

const USAGE = `Events that are stored but not yet published. MONGODB_URL (and MONGODB_DATABASE_PREFIX) select the databases.

  outbox    prints one JSON line for each collection: how many documents have such events, and the oldest. Events that wait for long are stuck
`

const waiting = { 'outbox.0': { $exists: true } }

/** What operators can do with outboxes; resolves with the exit code. */
export async function outboxCommand(args: string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(USAGE)
    return 2
  }
  await using databases = openDatabases()
  for (const { database, collection: name } of OUTBOXES) {
    const collection = (await databases.get(database)).collection<AnyDocument>(name)
    const documents = await collection.countDocuments(waiting)
    const oldest = await collection.findOne(waiting, { sort: { 'outbox.at': 1 }, projection: { outbox: 1 } })
    const [entry] = (oldest?.outbox ?? []) as Entry[]
    const told = oldest && entry && { oldest: { id: oldest._id, type: entry.type, at: entry.at } }
    process.stdout.write(`${JSON.stringify({ database, collection: name, documents, ...told })}\n`)
  }
  return 0
}
