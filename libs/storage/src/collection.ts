import { Retryable } from '@inbox/kernel'
import mongoose from 'mongoose'
import type { Collection } from './bounded.ts'
import { Overdue } from './deadlines.ts'

/** A required index, as the driver describes it. */
export type IndexOf = mongoose.mongo.IndexDescription

/** Time for adding an index to a large collection. */
const INDEXING_MS = 600_000

/** Creates missing indexes; a different index under the same name is a deployment defect and throws. */
export async function ensureIndexes<Doc extends { _id: string }>(
  collection: Collection<Doc>,
  indexes: IndexOf[]
): Promise<void> {
  if (indexes.length > 0)
    await collection.createIndexes(indexes, { signal: AbortSignal.timeout(INDEXING_MS) } as object)
}

const NO_SUCH_INDEX = 27

/** Drops indexes that nothing uses any more, where they still exist. */
export async function dropIndexes<Doc extends { _id: string }>(
  collection: Collection<Doc>,
  names: string[]
): Promise<void> {
  for (const name of names) {
    await collection.dropIndex(name).catch(error => {
      if ((error as { code?: unknown }).code !== NO_SUCH_INDEX) throw error
    })
  }
}

/** Whether a write failed on a unique index, and (if `field` is given) on one over that field. */
export function isDuplicateKey(error: unknown, field?: string): boolean {
  const failure = error as { code?: unknown; keyPattern?: Record<string, unknown> } | null
  return failure?.code === 11_000 && (field === undefined || failure.keyPattern?.[field] !== undefined)
}

/** Whether an upsert that must not insert found nothing to update: see updateEach. */
export const isNotThere = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 66

/** Whether a query was aborted because it took longer than its `maxTimeMS`. */
export const isTooSlow = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === 50

/** Runs a database call so that "the database is down" becomes Retryable; other errors stay as they are. */
export async function storageCall<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isTransient(error)) throw new Retryable(`database: ${(error as Error).message}`, { cause: error })
    throw error
  }
}

/** Error codes of a server that is not, or no longer, primary: the only sign that the driver gives for reads. */
const ELECTIONS: ReadonlySet<unknown> = new Set([91, 189, 10_107, 11_600, 11_602, 13_435, 13_436])

function isTransient(error: unknown): boolean {
  const { MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError, MongoError, MongoBulkWriteError } =
    mongoose.mongo
  const away = [Overdue, MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError]
  if (away.some(kind => error instanceof kind) || isOfTheSystem(error)) return true
  // an error that breaks off a batch of writes comes wrapped
  if (error instanceof MongoBulkWriteError && isTransient(error.errorResponse)) return true
  return (
    error instanceof MongoError &&
    (ELECTIONS.has(error.code) ||
      error.hasErrorLabel('RetryableWriteError') ||
      error.hasErrorLabel('TransientTransactionError'))
  )
}

/** When a connection breaks while a large write waits for buffer space, the driver throws a bare ECONNRESET. */
const isOfTheSystem = (error: unknown): boolean => typeof (error as { syscall?: unknown } | null)?.syscall === 'string'
