import type { ProviderAccount } from '@inbox/contracts'
import { type Collection, storageCall } from '@inbox/storage'

export interface ProviderAccountDocument extends Omit<ProviderAccount, 'toldAt'> {
  _id: string
  toldAt: Date
}

/** What providers have told of their accounts, by channel. */
export interface ProviderAccounts {
  of(channelId: string): Promise<ProviderAccount | undefined>
  /** What is not told stays as it was; an empty notice takes back the one before. */
  change(channelId: string, told: Omit<ProviderAccount, 'toldAt'>, toldAt: Date): Promise<void>
}

export const openProviderAccounts = (collection: Collection<ProviderAccountDocument>): ProviderAccounts => ({
  async of(channelId) {
    const found = await storageCall(() => collection.findOne({ _id: channelId }))
    if (!found) return undefined
    const { startsPerDay, notice, toldAt } = found
    return {
      ...(startsPerDay !== undefined && { startsPerDay }),
      ...(notice && { notice }),
      toldAt: toldAt.toISOString()
    }
  },
  async change(channelId, told, toldAt) {
    await storageCall(() => collection.updateOne({ _id: channelId }, { $set: { ...told, toldAt } }, { upsert: true }))
  }
})
