import { type Collection, ensureIndexes, isDuplicateKey, storageCall } from '@inbox/storage'

/** Somebody who was sent an automatic reply. */
export interface AcknowledgedDocument {
  _id: string
  /** The mail that it answered. */
  mailId: string
  expiresAt: Date
}

export interface Acknowledged {
  /** Claims the reply; false if another mail of the writer had it within a day. The same mail may claim again. */
  claim(channelId: string, address: string, mailId: string, now: Date): Promise<boolean>
  forget(channelId: string, addresses: readonly string[]): Promise<void>
}

const DAY_MS = 86_400_000

export async function openAcknowledged(collection: Collection<AcknowledgedDocument>): Promise<Acknowledged> {
  await ensureIndexes(collection, [{ key: { expiresAt: 1 }, name: 'forget', expireAfterSeconds: 0 }])
  return {
    async claim(channelId, address, mailId, now) {
      const mine = { _id: idOf(channelId, address), $or: [{ mailId }, { expiresAt: { $lte: now } }] }
      const $set = { mailId, expiresAt: new Date(now.getTime() + DAY_MS) }
      try {
        await storageCall(() => collection.updateOne(mine, { $set }, { upsert: true }))
        return true
      } catch (error) {
        // it exists, for another mail
        if (isDuplicateKey(error)) return false
        throw error
      }
    },
    async forget(channelId, addresses) {
      const _id = { $in: addresses.map(address => idOf(channelId, address)) }
      await storageCall(() => collection.deleteMany({ _id }))
    }
  }
}

const idOf = (channelId: string, address: string) => `${channelId} ${address}`
