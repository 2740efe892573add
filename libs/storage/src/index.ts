export { type Aggregate, type Aggregates, type Committed, openAggregates } from './aggregates.ts'
export { type AnyDocument, type Collection, ofAny } from './bounded.ts'
export {
  dropIndexes,
  ensureIndexes,
  type IndexOf,
  isDuplicateKey,
  isTooSlow,
  storageCall
} from './collection.ts'
export { startDatabaseClock } from './database-clock.ts'
export { findById, insertMissing } from './gathered.ts'
export { connectMongo, type Mongo } from './mongo.ts'
export { type Entry, type Outbox, type OutboxDocument, type OutboxOptions, openOutbox } from './outbox.ts'
export { decodeCursor, encodeCursor } from './page-cursor.ts'
