import type { ProviderAccount } from '@inbox/contracts'
import { type Collection, storageCall } from '@inbox/storage'

export interface ProviderAccountDocument extends Omit<ProviderAccount, 'toldAt'> {
  _id: string
  toldAt: Date
}

/** What providers reported about their accounts, by channel. */
export interface ProviderAccounts {
  of(channelId: string): Promise<ProviderAccount | undefined>
  /** Missing values stay as they were; an empty notice withdraws the previous one. */
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
