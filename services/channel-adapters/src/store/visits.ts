import { type Collection, ensureIndexes, storageCall } from '@inbox/storage'

/** A visitor with a chat; `process`: which keeps `seenAt` up to date, none once they are not connected any more. */
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
  /** All who are connected to this process still are: one write. */
  seen(now: Date): Promise<void>
  /** Visits of whom no process has seen anything since `before`, at most `limit`. */
  unseenSince(before: Date, limit: number): Promise<VisitDocument[]>
  /** Nothing more is to be done about it, unless they have come back meanwhile. */
  forget(visit: VisitDocument): Promise<void>
}

const idOf = ({ channelId, visitorId }: Who) => `${channelId} ${visitorId}`

/** `process`: the name of this one among all that there ever are. */
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
      // not if they have gone on to another process
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
