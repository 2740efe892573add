import { Retryable } from '@inbox/kernel'
import { BadEnvironment } from '@inbox/runtime'
import {
  type Collection,
  connectMongo,
  ensureIndexes,
  type IndexOf,
  insertMissing,
  type Mongo,
  storageCall
} from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import type { LoggedChange } from '../domain/status-periods.ts'

/** `_id`: agent and version, so that each change is stored once however often it is delivered. */
type ChangeDocument = LoggedChange & { _id: string }

/** Selects changes still true at `since` that began before `until` and have a version below `below`. */
export interface StatusLogQuery {
  agentId: string
  since?: Date | undefined
  until?: Date | undefined
  below?: number | undefined
  limit: number
}

/** Every change of status and link, kept for KEPT_DAYS. Its database may come up later, or be away: then Retryable. */
export interface StatusLog extends AsyncDisposable {
  /** Resolves once the change is stored; concurrent changes share a write. */
  add(change: LoggedChange): Promise<void>
  /** Newest first, and when the newest of them ended, if it did. */
  read(wanted: StatusLogQuery): Promise<{ changes: LoggedChange[]; next: Date | undefined }>
}

const KEPT_DAYS = 400
const indexes: IndexOf[] = [
  { key: { agentId: 1, version: -1 }, name: 'agent' },
  { key: { from: 1 }, name: 'forget', expireAfterSeconds: KEPT_DAYS * 86_400 }
]

export function openStatusLog(options: { url: string; database: string; logger: Logger }): StatusLog {
  let mongo: Mongo | undefined
  let opened:
    | { collection: Collection<ChangeDocument>; insert: (document: ChangeDocument) => Promise<void> }
    | undefined
  // demotions must not wait for the log's database
  const opening = async () => {
    mongo = await connectMongo({ ...options, owns: true })
    const collection = mongo.collection<ChangeDocument>('statusChanges')
    await ensureIndexes(collection, indexes)
    opened = { collection, insert: insertMissing(collection) }
  }
  opening().catch(error => {
    // ends the process, as at any other start
    if (error instanceof BadEnvironment) throw error
    options.logger.error({ err: error }, 'could not open the status log')
  })
  const use = () => {
    if (!opened) throw new Retryable("the status log's database has not responded yet")
    return opened
  }
  return {
    add: async change => use().insert({ _id: `${change.agentId} ${change.version}`, ...change }),
    read: wanted => storageCall(() => readChanges(use().collection, wanted)),
    async [Symbol.asyncDispose]() {
      await mongo?.[Symbol.asyncDispose]()
    }
  }
}

async function readChanges(
  collection: Collection<ChangeDocument>,
  { agentId, since, until, below, limit }: StatusLogQuery
) {
  const older = { ...(below !== undefined && { version: { $lt: below } }), ...(until && { from: { $lt: until } }) }
  const found = await collection
    .find({ agentId, ...older }, { limit })
    .sort({ version: -1 })
    .toArray()
  const last = since ? found.findIndex(({ from }) => from <= since) : -1
  const changes = (last < 0 ? found : found.slice(0, last + 1)).map(({ _id, ...change }) => change)
  const newest = changes[0]
  const after = newest && { agentId, version: { $gt: newest.version } }
  const next = after && (await collection.findOne(after, { sort: { version: 1 } }))
  return { changes, next: next?.from }
}
