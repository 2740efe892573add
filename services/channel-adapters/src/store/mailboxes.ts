import { type Collection, isDuplicateKey, storageCall } from '@inbox/storage'

/** How far a mailbox has been read (RFC 9051, 2.3.1.1). */
export interface ReadUntil {
  /** A change means that the server has renumbered its mails. */
  uidValidity: string
  uid: number
  at: Date
}

/** A mailbox that is read by one process at a time. */
export interface MailboxDocument {
  _id: string
  owner: string
  leaseEndsAt: Date
  /** Grows with each owner: writes of former owners are rejected. */
  fence: number
  readUntil?: ReadUntil
}

export interface Mailboxes {
  /** Takes a mailbox that nobody reads; returns the fence, or undefined while another process has it. */
  take(channelId: string, now: Date): Promise<{ fence: number; readUntil?: ReadUntil | undefined } | undefined>
  /** False if another process has it by now. */
  renew(channelId: string, fence: number, now: Date): Promise<boolean>
  /** False if another process has it by now. */
  advance(channelId: string, fence: number, readUntil: ReadUntil): Promise<boolean>
  /** Lets others take it. */
  release(channelId: string, fence: number): Promise<void>
}

/** `owner`: a name that no other process ever has. */
export function openMailboxes(collection: Collection<MailboxDocument>, owner: string, leaseMs: number): Mailboxes {
  const change = async (channelId: string, fence: number, $set: Partial<MailboxDocument>) => {
    const { matchedCount } = await storageCall(() => collection.updateOne({ _id: channelId, fence }, { $set }))
    return matchedCount === 1
  }
  const leaseFrom = (now: Date) => ({ leaseEndsAt: new Date(now.getTime() + leaseMs) })
  return {
    async take(channelId, now) {
      const isFree = { _id: channelId, leaseEndsAt: { $lte: now } }
      const taken = { $set: { owner, ...leaseFrom(now) }, $inc: { fence: 1 } }
      try {
        const found = (await storageCall(() =>
          collection.findOneAndUpdate(isFree, taken, { upsert: true, returnDocument: 'after' })
        )) as unknown as MailboxDocument
        return { fence: found.fence, readUntil: found.readUntil }
      } catch (error) {
        // it exists, and is not free
        if (isDuplicateKey(error)) return undefined
        throw error
      }
    },
    renew: (channelId, fence, now) => change(channelId, fence, leaseFrom(now)),
    advance: (channelId, fence, readUntil) => change(channelId, fence, { readUntil }),
    async release(channelId, fence) {
      await change(channelId, fence, { leaseEndsAt: new Date(0) })
    }
  }
}
