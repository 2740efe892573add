import { type Collection, storageCall } from '@inbox/storage'
import type { ConversationDocument } from './conversation-document.ts'

/** Conversations waiting in one department that may overflow into another. */
export interface Overflowing {
  departmentId: string
  /** Conversations that already waited there do not go back. */
  targetId: string
  /** Whether those that may only be answered while somebody is there may go, too. */
  attended: boolean
}

/** How long conversations have been waiting in their department. */
export interface Waits {
  /** Those whose wait began before `until`, longest first. */
  begunBefore(whose: Overflowing, until: Date, limit: number): Promise<{ id: string; waitingSince: Date }[]>
  /** When the longest current wait in a department began. */
  longestSince(departmentId: string): Promise<Date | undefined>
  /** Starts the wait of those stored before waits were recorded at `now`. */
  adopt(now: Date): Promise<void>
}

export const openWaits = (collection: Collection<ConversationDocument>): Waits => ({
  begunBefore: async ({ departmentId, targetId, attended }, until, limit) => {
    const filter = {
      status: 'queued' as const,
      departmentId,
      waitingSince: { $lt: until },
      overflowedFrom: { $ne: targetId },
      ...(attended ? {} : { 'channel.session.kind': { $ne: 'attended' } })
    }
    const found = await storageCall(() =>
      collection
        .find(filter, { projection: { waitingSince: 1 }, limit })
        .sort({ waitingSince: 1 })
        .toArray()
    )
    return (found as unknown as { _id: string; waitingSince: Date }[]).map(({ _id: id, waitingSince }) => ({
      id,
      waitingSince
    }))
  },
  longestSince: async departmentId => {
    const filter = { status: 'queued', departmentId } as const
    const options = { sort: { waitingSince: 1 }, projection: { waitingSince: 1 } } as const
    const found = await storageCall(() => collection.findOne(filter, options))
    return (found as { waitingSince?: Date } | null)?.waitingSince
  },
  adopt: async now => {
    const unrecorded = { status: 'queued', waitingSince: { $exists: false } } as const
    await storageCall(() => collection.updateMany(unrecorded, { $set: { waitingSince: now } }))
  }
})
