import { parseArgs } from 'node:util'
import { readSchema } from '@inbox/storage'
import type { ConversationDocument } from '../../services/queue/src/store/conversation-document.ts'
import type { RecordedDocument } from '../../services/queue/src/store/history.ts'
import type { MessageDocument } from '../../services/queue/src/store/messages.ts'
import type { NoteDocument } from '../../services/queue/src/store/notes.ts'
import { type Older, openOlder, type WalkDocument } from '../../services/queue/src/store/older.ts'
import { DATABASES, type Databases, openDatabases } from './databases.ts'

const USAGE = `Adds the fields of this release to what older releases stored. Services do this in the background; use this to finish it now, or to see
how much is left. MONGODB_URL (and MONGODB_DATABASE_PREFIX) select the databases.

  migrate --dry-run   prints one JSON line for each database, with its schema and the release that introduced it, and one for each unfinished
                      migration, with the number of documents left to check
  migrate             prints the same and finishes the migrations; safe beside running services, and may be interrupted and started again
`

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** What operators can do about documents of older versions; resolves with the exit code. */
export async function migrateCommand(args: string[]): Promise<number> {
  const options = { 'dry-run': { type: 'boolean', default: false } } as const
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options })
  if (positionals.length > 0) {
    process.stderr.write(USAGE)
    return 2
  }
  await using databases = openDatabases()
  for (const database of DATABASES) {
    const schema = await readSchema(await databases.get(database))
    if (schema) print({ database, ...schema })
  }
  const older = await openOlderIn(databases)
  for (const walk of await older.remaining()) print(walk)
  if (values['dry-run']) return 0
  while (await older.completePage());
  print({ remaining: (await older.remaining()).length })
  return 0
}

async function openOlderIn(databases: Databases): Promise<Older> {
  const queue = await databases.get('queue')
  return openOlder({
    conversations: queue.collection<ConversationDocument>('conversations'),
    messages: queue.collection<MessageDocument>('messages'),
    notes: queue.collection<NoteDocument>('notes'),
    transitions: queue.collection<RecordedDocument>('transitions'),
    walks: queue.collection<WalkDocument>('walks')
  })
}
