import type { AnyDocument } from '@inbox/storage'
import type { Databases } from '../databases.ts'
import type { Finding } from './findings.ts'

const PAGE = 500

type Versions = ReadonlyMap<string, number>

/** What queue has in this collection in an older version than its owner, or not at all. */
export const behind = (collection: string, owner: string, owned: Versions, known: Versions): Finding[] =>
  [...owned].flatMap(([id, version]) => {
    const here = known.get(id) ?? 0
    const finding = `is known in version ${here}, but ${owner} has ${version}`
    return here < version ? [{ rule: 'I11', database: 'queue', collection, id, finding }] : []
  })

/** Agents and departments for which queue does not know what the directory says. */
export async function findStale(databases: Databases): Promise<Finding[]> {
  const [directory, queue] = await Promise.all([databases.get('directory'), databases.get('queue')])
  const found: Finding[] = []
  const compare = async (collection: 'agents' | 'departments', versionHere: 'directoryVersion' | 'version') => {
    const read = async (mongo: typeof queue, field: string) => {
      const all = await mongo
        .collection<AnyDocument>(collection)
        .find({}, { projection: { [field]: 1 } })
        .toArray()
      return new Map(all.map(document => [String(document._id), Number(document[field])]))
    }
    const [owned, known] = await Promise.all([read(directory, 'version'), read(queue, versionHere)])
    found.push(...behind(collection, 'directory', owned, known))
  }
  await compare('agents', 'directoryVersion')
  await compare('departments', 'version')
  return found
}

/** Live conversations whose session window no timer watches. */
async function findUnwatched(databases: Databases): Promise<Finding[]> {
  const [queue, expiry] = await Promise.all([databases.get('queue'), databases.get('session_expiry')])
  const conversations = queue.collection<AnyDocument>('conversations')
  const windows = expiry.collection<AnyDocument>('windows')
  const found: Finding[] = []
  for (let after = ''; ; ) {
    const options = { projection: { _id: 1 }, sort: { _id: 1 }, limit: PAGE } as const
    const live = { live: true, _id: { $gt: after }, 'window.expiresAt': { $exists: true } }
    const ids = (await conversations.find(live, options).toArray()).map(({ _id }) => String(_id))
    const watched = await windows
      .find({ _id: { $in: ids }, dueAt: { $exists: true } }, { projection: { _id: 1 } })
      .toArray()
    const known = new Set(watched.map(({ _id }) => String(_id)))
    const about = { rule: 'T12', database: 'queue', collection: 'conversations' } as const
    const finding = 'has a session window without a timer'
    found.push(...ids.filter(id => !known.has(id)).map(id => ({ ...about, id, finding })))
    if (ids.length < PAGE) return found
    after = ids.at(-1)!
  }
}

/** Work held by agents who, as presence told queue, have been gone for longer than work may stay with them. */
async function findHeldByTheGone(databases: Databases, now: Date): Promise<Finding[]> {
  const queue = await databases.get('queue')
  const before = { $lt: new Date(now.getTime() - 10_000) }
  const gone = { $or: [{ link: 'disconnected' }, { status: 'loggedOut' }], presenceAt: before }
  const agents = await queue
    .collection<AnyDocument>('agents')
    .find(gone, { projection: { _id: 1 } })
    .toArray()
  const ids = agents.map(({ _id }) => String(_id))
  const held = { assignees: { $in: ids }, status: { $in: ['offered', 'ongoing'] } }
  const conversations = await queue
    .collection<AnyDocument>('conversations')
    .find(held, { projection: { _id: 1 } })
    .toArray()
  return conversations.map(({ _id }) => ({
    ...{ rule: 'I6', database: 'queue', collection: 'conversations', id: String(_id) },
    finding: 'is held by an agent who is gone'
  }))
}

/** Contradictions that show only by comparing two collections. */
export async function findContradictions(databases: Databases, now: Date): Promise<Finding[]> {
  const found = await Promise.all([findStale(databases), findUnwatched(databases), findHeldByTheGone(databases, now)])
  return found.flat()
}
