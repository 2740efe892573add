import { BadEnvironment } from '@inbox/runtime'
import { buildVersion } from '@inbox/telemetry'
import { isDuplicateKey } from './collection.ts'
import type { Mongo } from './mongo.ts'

/**
 * The schema of what this release stores, one number for all databases. It is raised by a release whose documents the
 * previous one tolerates (or the two could not run side by side), but the one before that would misread or overwrite.
 */
export const SCHEMA = 1

/** The newest schema ever written to a database, and the release that first did so. */
export interface SchemaRecord {
  number: number
  by: string
  since: Date
}

type SchemaDocument = SchemaRecord & { _id: typeof ID }
const ID = 'newest'
const recordsOf = (mongo: Pick<Mongo, 'collection'>) => mongo.collection<SchemaDocument>('schema')

/** Undefined if no release that records its schema ever ran here. */
export async function readSchema(mongo: Pick<Mongo, 'collection'>): Promise<SchemaRecord | undefined> {
  const found = await recordsOf(mongo).findOne({ _id: ID })
  return found ? { number: found.number, by: found.by, since: found.since } : undefined
}

/** Throws BadEnvironment if this database's schema is too new for a writer that knows schema `known`. */
export async function assertSchema(mongo: Pick<Mongo, 'collection'>, database: string, known = SCHEMA): Promise<void> {
  const newest = await readSchema(mongo)
  if (!newest || newest.number <= known + 1) return
  throw new BadEnvironment(
    `${database} holds documents of schema ${newest.number}, since release ${newest.by} ran here. This is release ` +
      `${buildVersion()}, which knows schema ${known} and can run beside schema ${known + 1} at most. Start a newer release, or ` +
      'restore an older backup.'
  )
}

/** Records that documents of schema `known` are written here from now on. Throws like `assertSchema`. */
export async function claimSchema(mongo: Pick<Mongo, 'collection'>, database: string, known = SCHEMA): Promise<void> {
  await assertSchema(mongo, database, known)
  const claim = { number: known, by: buildVersion(), since: new Date() }
  const older = { _id: ID, number: { $lt: known } } as const
  await recordsOf(mongo)
    .updateOne(older, { $set: claim }, { upsert: true })
    .catch(error => {
      // this number or a higher one is recorded already
      if (!isDuplicateKey(error)) throw error
    })
}
