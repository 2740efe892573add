import type { AnyDocument } from '@inbox/storage'
import type { DatabaseName, Databases } from '../databases.ts'
import { OUTBOXES } from '../outboxes.ts'
import type { Finding } from './findings.ts'

/** What no document in a collection may look like. */
interface Forbidden {
  rule: string
  database: DatabaseName
  collection: string
  finding: string
  filter: object
}

const SECOND = 1000
const MOST = 1000
const missing = { $exists: false }
const there = { $exists: true }

/** `now` by the database's clock, by which due dates were written. */
function forbiddenAt(now: Date): Forbidden[] {
  const before = (ms: number) => ({ $lt: new Date(now.getTime() - ms) })
  const conversations = (rule: string, finding: string, filter: object): Forbidden => ({
    ...{ rule, database: 'queue', collection: 'conversations', finding, filter }
  })
  const outboxes = OUTBOXES.map(
    ({ database, collection }): Forbidden => ({
      ...{
        rule: 'I11',
        database,
        collection,
        finding: 'has not published its last change for more than a minute'
      },
      filter: { 'outbox.0': there, 'outbox.at': before(60 * SECOND) }
    })
  )
  return [
    conversations('I2', 'is ongoing but does not occupy exactly one slot', {
      ...{ status: 'ongoing', $or: [{ 'slots.0': missing }, { 'slots.1': there }] }
    }),
    conversations('I2', 'is offered but occupies no slot', { status: 'offered', 'slots.0': missing }),
    conversations('I2', 'is offered, not as a transfer, but occupies several slots', {
      ...{ status: 'offered', agent: missing, 'slots.1': there }
    }),
    conversations('I2', 'occupies a slot although it is neither offered nor ongoing', {
      ...{ status: { $in: ['queued', 'pending', 'inactive', 'closed'] }, 'slots.0': there }
    }),
    conversations('T7', 'is still offered long after the deadline of the offer', {
      'offer.expiresAt': before(30 * SECOND)
    }),
    conversations('T12', 'is live although its session window has ended', {
      ...{ live: true, 'window.expiresAt': before(60 * SECOND) }
    }),
    {
      ...{ rule: 'T12', database: 'session_expiry', collection: 'windows', filter: { dueAt: before(60 * SECOND) } },
      finding: 'has been due for more than a minute'
    },
    {
      ...{ rule: 'I15', database: 'channel_adapters', collection: 'deliveries' },
      finding: 'is not over although its time limit has passed',
      filter: { dueAt: there, until: before(300 * SECOND) }
    },
    ...outboxes
  ]
}

/** The documents that look as none may, at most 1,000 of each kind. */
export async function findForbidden(databases: Databases, now: Date): Promise<Finding[]> {
  const found: Finding[] = []
  for (const { filter, ...about } of forbiddenAt(now)) {
    const mongo = await databases.get(about.database)
    const options = { projection: { _id: 1 }, limit: MOST } as const
    const documents = await mongo.collection<AnyDocument>(about.collection).find(filter, options).toArray()
    found.push(...documents.map(({ _id }) => ({ ...about, id: String(_id) })))
  }
  return found
}
