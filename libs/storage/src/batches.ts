import { gather } from '@inbox/runtime'
import mongoose from 'mongoose'
import { type Collection, ofAny } from './bounded.ts'
import { isDuplicateKey, isNotThere, storageCall } from './collection.ts'

/**
 * Reads documents by id. Concurrent requests are batched into one query, which starts after all of them were made.
 * Requests for the same id share one object, so it must not be modified.
 */
export function findById<Doc extends { _id: string }>(
  collection: Collection<Doc>,
  projection?: Record<string, 1>
): (id: string) => Promise<Doc | null> {
  return gather(async (ids: string[]) => {
    const different = [...new Set(ids)]
    const filter = { _id: different.length === 1 ? different[0]! : { $in: different } }
    const found = await storageCall(() =>
      ofAny(collection)
        .find(filter, { ...(projection && { projection }) })
        .toArray()
    )
    const byId = new Map((found as unknown as Doc[]).map(document => [document._id, document]))
    return ids.map(id => byId.get(id) ?? null)
  })
}

/** Inserts documents, concurrent ones with one write. Throws the duplicate-key error of the document itself. */
export function insertEach<Doc extends { _id: string }>(collection: Collection<Doc>): (document: Doc) => Promise<void> {
  const insert = gather(async (documents: Doc[]) => {
    const failures = await failuresOf(documents.length, () =>
      ofAny(collection).insertMany(documents, { ordered: false })
    )
    return documents.map((_, n) => failures.get(n))
  })
  return async document => {
    const failure = await insert(document)
    if (failure) throw failure
  }
}

/** The same, but a document that already exists stays as it is. */
export function insertMissing<Doc extends { _id: string }>(
  collection: Collection<Doc>
): (document: Doc) => Promise<void> {
  const insert = insertEach(collection)
  return document =>
    insert(document).catch(error => {
      if (!isDuplicateKey(error)) throw error
    })
}

/** An update that applies only while the document has this version. */
export interface VersionedUpdate {
  _id: string
  version: number
  update: Record<string, unknown>
}

/** Makes every insert fail: the filter specifies a different _id. */
const INSERTS_NOTHING = { _id: '' }

/**
 * Makes conditional updates, concurrent ones with one write. Resolves with whether the version still matched (false for
 * a deleted document); throws the duplicate-key error of the document itself when a unique index forbids its update.
 */
export function updateEach<Doc extends { _id: string; version: number }>(
  collection: Collection<Doc>
): (update: VersionedUpdate) => Promise<boolean> {
  const write = gather(async (updates: VersionedUpdate[]) => {
    // a batch reports only counts, but an upsert that must not insert fails individually if the version is gone
    const writes = updates.map(({ _id, version, update }) => ({
      updateOne: { filter: { _id, version }, update: { ...update, $setOnInsert: INSERTS_NOTHING }, upsert: true }
    }))
    const failures = await failuresOf(updates.length, () => ofAny(collection).bulkWrite(writes, { ordered: false }))
    return updates.map((_, n) => failures.get(n))
  })
  return async update => {
    const failure = await write(update)
    if (failure && !isNotThere(failure)) throw failure
    return failure === undefined
  }
}

/** The errors of an unordered batch's writes, by index. Throws unless every write has an outcome. */
async function failuresOf(count: number, write: () => Promise<unknown>): Promise<Map<number, Error>> {
  try {
    await storageCall(write)
    return new Map()
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error
    const failures = [error.writeErrors].flat()
    const { insertedCount, matchedCount, upsertedCount } = error.result
    const complete = insertedCount + matchedCount + upsertedCount + failures.length === count
    if (!complete || error.result.getWriteConcernError()) throw error
    return new Map(failures.map(({ index, code, errmsg }) => [index, failureOf(code, errmsg ?? '')]))
  }
}

// the driver does not say which index it was, but the message names its fields
function failureOf(code: number, message: string): Error {
  const field = /dup key: \{ ([^:]+):/.exec(message)?.[1]
  return Object.assign(new Error(message), { code, ...(field !== undefined && { keyPattern: { [field]: 1 } }) })
}
