import { Retryable } from '@inbox/kernel'
import { pause } from '@inbox/runtime'
import { type Collection, connectMongo, ensureIndexes, isDuplicateKey, type Mongo, storageCall } from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import type { LoggedChange } from '../domain/status-periods.ts'

/** `_id`: agent and version, so that each change is there once however often it is told. */
type ChangeDocument = LoggedChange & { _id: string }

/** Which changes are wanted: those that were still true at `since`, began before `until`, and have a version below `below`. */
export interface Wanted {
  agentId: string
  since?: Date | undefined
  until?: Date | undefined
  below?: number | undefined
  limit: number
}

/** Every change of status and link, kept for KEPT_DAYS. Its database may come later, or be away: then Retryable. */
export interface StatusLog extends AsyncDisposable {
  /** Resolves when the change is stored; changes that come together share a write. */
  add(change: LoggedChange): Promise<void>
  /** Newest first, with the instant at which the newest of them ended, if it did. */
  read(wanted: Wanted): Promise<{ changes: LoggedChange[]; next: Date | undefined }>
}

const KEPT_DAYS = 400
const GATHER_MS = 50
const indexes = [
  { key: { agentId: 1, version: -1 }, name: 'agent' },
  { key: { from: 1 }, name: 'forget', expireAfterSeconds: KEPT_DAYS * 86_400 }
] as const

export function openStatusLog(options: { url: string; database: string; logger: Logger }): StatusLog {
  let collection: Collection<ChangeDocument> | undefined
  let mongo: Mongo | undefined
  // demoting must not wait for the log's database
  const opening = (async () => {
    mongo = await connectMongo(options)
    const found = mongo.collection<ChangeDocument>('statusChanges')
    await ensureIndexes(
      found,
      indexes.map(index => ({ ...index }))
    )
    collection = found
  })()
  opening.catch(error => options.logger.error({ err: error }, 'the log of statuses cannot be opened'))
  const opened = () => {
    if (!collection) throw new Retryable('the database of the log of statuses has not answered yet')
    return collection
  }

  let gathered: ChangeDocument[] = []
  let writing: Promise<void> | undefined
  const write = async () => {
    await pause(GATHER_MS)
    const documents = gathered
    gathered = []
    writing = undefined
    await storageCall(() => insertOnce(opened(), documents))
  }

  return {
    add(change) {
      gathered.push({ _id: `${change.agentId} ${change.version}`, ...change })
      writing ??= write()
      return writing
    },
    read: ({ agentId, since, until, below, limit }) =>
      storageCall(async () => {
        const older = {
          ...(below !== undefined && { version: { $lt: below } }),
          ...(until && { from: { $lt: until } })
        }
        const newestFirst = opened()
          .find({ agentId, ...older } as never, { limit })
          .sort({ version: -1 })
        const found = (await newestFirst.toArray()) as unknown as ChangeDocument[]
        const last = since ? found.findIndex(({ from }) => from <= since) : -1
        const changes = (last < 0 ? found : found.slice(0, last + 1)).map(({ _id, ...change }) => change)
        const newest = changes[0]
        const after = newest && { agentId, version: { $gt: newest.version } }
        const next = after && (await opened().findOne(after as never, { sort: { version: 1 } }))
        return { changes, next: (next as ChangeDocument | null | undefined)?.from }
      }),
    async [Symbol.asyncDispose]() {
      await writing?.catch(() => undefined)
      await mongo?.[Symbol.asyncDispose]()
    }
  }
}

async function insertOnce(collection: Collection<ChangeDocument>, documents: ChangeDocument[]): Promise<void> {
  try {
    await collection.insertMany(documents as never, { ordered: false })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}
