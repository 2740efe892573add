export { type Aggregate, type Aggregates, type Committed, openAggregates } from './aggregates.ts'
export { findById, insertEach, insertMissing } from './batches.ts'
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
export { connectMongo, type Mongo } from './mongo.ts'
export { type Outbox, openOutbox } from './outbox.ts'
export type { Entry, OutboxDocument } from './outbox-document.ts'
export type { OutboxOptions } from './outbox-options.ts'
export { decodeCursor, encodeCursor } from './page-cursor.ts'
export { createRecentKeys } from './recent-keys.ts'
export { assertSchema, claimSchema, readSchema, SCHEMA } from './schema.ts'
export { fromBson, openWholeDatabases, type WholeDatabases } from './whole-databases.ts'
