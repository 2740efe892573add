import { hash } from 'node:crypto'
import type { PushSubscription } from '@inbox/contracts'
import { type Collection, ensureIndexes, storageCall } from '@inbox/storage'

/** A browser to be notified; `_id` = the digest of its endpoint. */
export interface PushSubscriptionDocument {
  _id: string
  subscription: PushSubscription
  agentId: string
  /** The subscription ends with this sign-in. */
  signInId: string
  keptAt: Date
}

/** More browsers than anybody uses: beyond that the oldest are dropped. */
const MOST_OF_AGENT = 10

export interface PushSubscriptions {
  /** A browser belongs to whoever signed in there last. */
  keep(subscription: PushSubscription, whose: { agentId: string; signInId: string }, now: Date): Promise<void>
  ofAgent(agentId: string): Promise<PushSubscriptionDocument[]>
  remove(ids: string[]): Promise<void>
}

export async function openPushSubscriptions(
  collection: Collection<PushSubscriptionDocument>
): Promise<PushSubscriptions> {
  await ensureIndexes(collection, [{ key: { agentId: 1, keptAt: -1 }, name: 'of-agent' }])
  const ofAgent = (agentId: string) =>
    storageCall(() => collection.find({ agentId }).sort({ keptAt: -1 }).toArray()) as unknown as Promise<
      PushSubscriptionDocument[]
    >
  const remove = async (ids: string[]) => {
    if (ids.length > 0) await storageCall(() => collection.deleteMany({ _id: { $in: ids } }))
  }
  return {
    ofAgent,
    remove,
    keep: async (subscription, whose, keptAt) => {
      const _id = hash('sha256', subscription.endpoint)
      const set = { $set: { subscription, ...whose, keptAt } }
      await storageCall(() => collection.updateOne({ _id }, set, { upsert: true }))
      await remove((await ofAgent(whose.agentId)).slice(MOST_OF_AGENT).map(each => each._id))
    }
  }
}
