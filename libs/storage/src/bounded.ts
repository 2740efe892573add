import type mongoose from 'mongoose'
import type { Deadlines } from './deadlines.ts'
import { timed } from './store-calls.ts'

/** The methods of the driver's collections that we use, with the position of the options among their arguments. */
const OPTIONS_AT = {
  aggregate: 1,
  bulkWrite: 1,
  countDocuments: 1,
  createIndexes: 1,
  deleteMany: 1,
  deleteOne: 1,
  drop: 0,
  dropIndex: 1,
  estimatedDocumentCount: 0,
  find: 1,
  findOne: 1,
  findOneAndDelete: 1,
  findOneAndUpdate: 2,
  indexes: 0,
  insertMany: 1,
  insertOne: 1,
  replaceOne: 2,
  updateMany: 2,
  updateOne: 2
} as const

type Method = keyof typeof OPTIONS_AT

/** A collection of the driver whose every call ends. */
export type Collection<Doc extends { _id: string }> = Pick<mongoose.mongo.Collection<Doc>, Method | 'collectionName'>

/** A document of which only the id is known. */
// biome-ignore lint/suspicious/noExplicitAny: with unknown the driver's types accept no array in an update
export type AnyDocument = { _id: string } & Record<string, any>

/** The collection for code that handles any documents: the driver's types accept no filter on a type parameter. */
export const ofAny = <Doc extends { _id: string }>(collection: Collection<Doc>): Collection<AnyDocument> =>
  collection as unknown as Collection<AnyDocument>

/**
 * Gives each call one of the `deadlines`, unless it has its own: the driver itself can wait for ever for a destroyed
 * socket. An aborted call rejects with the signal's reason, and its connection is closed. A cursor has one signal for
 * its whole life. Measures how long calls take; for cursors, only what is read as an array.
 */
export function bounded<Doc extends { _id: string }>(
  collection: mongoose.mongo.Collection<Doc>,
  deadlines: Deadlines
): Collection<Doc> {
  const methods = Object.entries(OPTIONS_AT).map(([name, at]) => {
    const method = collection[name as Method] as (...args: unknown[]) => unknown
    const inTime = timed('mongodb', name, collection.collectionName)
    const withSignal = (...args: unknown[]) => {
      const call = (signal: AbortSignal) => {
        args[at] = { signal, ...(args[at] as object | undefined) }
        return method.apply(collection, args)
      }
      if (name !== 'find' && name !== 'aggregate')
        return inTime(() => deadlines.run(call as (signal: AbortSignal) => Promise<unknown>))
      const { signal, end } = deadlines.begin()
      const cursor = call(signal) as mongoose.mongo.AbstractCursor
      cursor.once('close', end)
      const toArray = cursor.toArray.bind(cursor)
      return Object.assign(cursor, { toArray: () => inTime(toArray) })
    }
    return [name, withSignal]
  })
  return { ...Object.fromEntries(methods), collectionName: collection.collectionName }
}
