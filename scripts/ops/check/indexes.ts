import type { AnyDocument } from '@inbox/storage'
import type { DatabaseName, Databases } from '../databases.ts'
import type { Finding } from './findings.ts'

/** Invariants that the database itself enforces; a restore without indexes loses them. */
const guards: readonly { rule: string; database: DatabaseName; collection: string; index: string }[] = [
  { rule: 'I1', database: 'queue', collection: 'conversations', index: 'one-open-per-thread' },
  { rule: 'I3', database: 'queue', collection: 'conversations', index: 'slots' }
]

export async function findMissingIndexes(databases: Databases): Promise<Finding[]> {
  const found: Finding[] = []
  for (const { index, ...about } of guards) {
    const collection = (await databases.get(about.database)).collection<AnyDocument>(about.collection)
    const indexes = await collection.indexes()
    if (indexes.some(({ name, unique }) => name === index && unique)) continue
    found.push({ ...about, id: index, finding: 'is a missing unique index; restart queue to create it' })
  }
  return found
}
