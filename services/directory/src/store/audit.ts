import { type AuditEntry, type AuditQuery, type DataOf, directoryAudited, type Envelope } from '@inbox/contracts'
import { type Collection, decodeCursor, encodeCursor, ensureIndexes, isDuplicateKey, storageCall } from '@inbox/storage'

export type AuditDocument = Omit<AuditEntry, 'id' | 'at'> & { _id: string; at: Date }

/** Every change in the directory and every sign-in, each stored once and never modified. */
export interface Audit {
  record(entries: AuditEntry[]): Promise<void>
  /** Records the entries among these events. */
  recordEvents(envelopes: Envelope[]): Promise<void>
  /** Newest first. */
  page(query: AuditQuery): Promise<{ items: AuditEntry[]; nextCursor: string | null }>
  /** Removes a batch of what was recorded before `until`, oldest first; resolves with how many. */
  removeBefore(until: Date): Promise<number>
}

const MAX_REMOVED = 1000
const newest = { at: -1, _id: -1 } as const

export async function openAudit(collection: Collection<AuditDocument>): Promise<Audit> {
  await ensureIndexes(collection, [
    { key: newest, name: 'newest' },
    { key: { 'subject.id': 1, ...newest }, name: 'of-subject' },
    { key: { 'subject.kind': 1, ...newest }, name: 'of-kind' },
    { key: { 'actor.id': 1, ...newest }, name: 'of-actor' }
  ])
  const record = async (entries: AuditEntry[]) => {
    if (entries.length === 0) return
    const documents = entries.map(({ id, at, ...entry }) => ({ ...entry, _id: id, at: new Date(at) }))
    await storageCall(() => collection.insertMany(documents, { ordered: false })).catch(error => {
      if (!isDuplicateKey(error)) throw error
    })
  }
  return {
    record,
    recordEvents: envelopes => record(envelopes.filter(isAudit).map(({ data }) => data.entry)),
    page: async query => {
      const { limit } = query
      const found = await storageCall(() =>
        collection
          .find(filterOf(query))
          .sort(newest)
          .limit(limit + 1)
          .toArray()
      )
      const last = found.length > limit ? found[limit - 1]! : null
      return { items: found.slice(0, limit).map(toEntry), nextCursor: last && cursorTo(last) }
    },
    removeBefore: async until => {
      const options = { projection: { _id: 1 }, sort: { at: 1, _id: 1 }, limit: MAX_REMOVED } as const
      const found = await storageCall(() => collection.find({ at: { $lt: until } }, options).toArray())
      const ids = found.map(({ _id }) => _id)
      if (ids.length > 0) await storageCall(() => collection.deleteMany({ _id: { $in: ids } }))
      return ids.length
    }
  }
}

const isAudit = (envelope: Envelope): envelope is Envelope<DataOf<typeof directoryAudited>> =>
  envelope.type === directoryAudited.type

const toEntry = ({ _id, at, ...entry }: AuditDocument): AuditEntry => ({ ...entry, id: _id, at: at.toISOString() })

const cursorTo = ({ at, _id }: AuditDocument) => encodeCursor([at.toISOString(), _id])

function filterOf({ subjectKind, subjectId, actorId, action, from, to, cursor }: AuditQuery) {
  const at = { ...(from && { $gte: new Date(from) }), ...(to && { $lt: new Date(to) }) }
  const filter = {
    ...(subjectKind && { 'subject.kind': subjectKind }),
    ...(subjectId && { 'subject.id': subjectId }),
    ...(actorId && { 'actor.id': actorId }),
    ...(action && { action }),
    ...(Object.keys(at).length > 0 && { at })
  }
  return cursor === undefined ? filter : { $and: [filter, after(cursor)] }
}

/** Entries older than the item that `cursor` names; the first range spares reading the index from its start. */
function after(cursor: string) {
  const [instant, id] = decodeCursor(cursor, ['string', 'string']) as [string, string]
  const at = new Date(instant)
  return { at: { $lte: at }, $or: [{ at: { $lt: at } }, { _id: { $lt: id } }] }
}
