import { type Collection, ensureIndexes, storageCall } from '@inbox/storage'

/** A visitor with a chat; `process`: the one that updates `seenAt`, none once they are disconnected. */
export interface VisitDocument {
  _id: string
  channelId: string
  visitorId: string
  process: string | null
  seenAt: Date
}

type Who = Pick<VisitDocument, 'channelId' | 'visitorId'>

export interface Visits {
  /** They are connected to this process. */
  came(who: Who, now: Date): Promise<void>
  /** Their last connection to this process has ended. */
  disconnected(who: Who, now: Date): Promise<void>
  /** Marks everybody connected to this process as seen, in one write. */
  seen(now: Date): Promise<void>
  /** Visits that no process has marked as seen since `before`, at most `limit`. */
  unseenSince(before: Date, limit: number): Promise<VisitDocument[]>
  /** Nothing is left to do about it, unless they have come back meanwhile. */
  forget(visit: VisitDocument): Promise<void>
}

const idOf = ({ channelId, visitorId }: Who) => `${channelId} ${visitorId}`

/** `process`: this process's name, which no other ever has. */
export async function openVisits(collection: Collection<VisitDocument>, process: string): Promise<Visits> {
  await ensureIndexes(collection, [
    { key: { seenAt: 1 }, name: 'unseen' },
    { key: { process: 1 }, name: 'of-process' }
  ])
  return {
    async came({ channelId, visitorId }, now) {
      const $set = { channelId, visitorId, process, seenAt: now }
      await storageCall(() => collection.updateOne({ _id: idOf($set) }, { $set }, { upsert: true }))
    },
    async disconnected(who, now) {
      // unless they have moved to another process
      const mine = { _id: idOf(who), process }
      await storageCall(() => collection.updateOne(mine, { $set: { process: null, seenAt: now } }))
    },
    async seen(now) {
      await storageCall(() => collection.updateMany({ process }, { $set: { seenAt: now } }))
    },
    unseenSince: async (before, limit) =>
      (await storageCall(() =>
        collection
          .find({ seenAt: { $lt: before } }, { limit })
          .sort({ seenAt: 1 })
          .toArray()
      )) as unknown as VisitDocument[],
    async forget({ _id, seenAt }) {
      await storageCall(() => collection.deleteOne({ _id, seenAt }))
    }
  }
}
