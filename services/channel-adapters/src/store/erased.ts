import { createHmac } from 'node:crypto'
import { type Collection, ensureIndexes, isDuplicateKey, storageCall } from '@inbox/storage'

/** A name of a contact who was erased, as a keyed hash: who reads it learns nothing, who has the name and the key finds it. */
export interface ErasedDocument {
  _id: string
  at: Date
  expiresAt: Date
}

export interface Erased {
  /** From now on these count as erased until `at`; the latest time counts. */
  remember(channelId: string, names: readonly string[], at: Date): Promise<void>
  /** Whether one of these has been erased since `at`: what was said then is not to be kept any more. */
  since(at: Date, channelIds: Iterable<string>, names: Iterable<string>): Promise<boolean>
}

const DAY_MS = 86_400_000

/** `days`: how long providers are expected to repeat themselves. `secrets`: all are tried, the first one is used from now on. */
export async function openErased(
  collection: Collection<ErasedDocument>,
  { days, secrets }: { days: number; secrets: string }
): Promise<Erased> {
  await ensureIndexes(collection, [{ key: { expiresAt: 1 }, name: 'forget', expireAfterSeconds: 0 }])
  const keys = secrets.split(',')
  const idOf = (channelId: string, name: string, key = keys[0]!) =>
    createHmac('sha256', key).update(`erased ${channelId} ${name}`).digest('base64url')
  return {
    async remember(channelId, names, at) {
      const $set = { at, expiresAt: new Date(at.getTime() + days * DAY_MS) }
      for (const name of names) {
        const earlier = { _id: idOf(channelId, name), at: { $lte: at } }
        await storageCall(() => collection.updateOne(earlier, { $set }, { upsert: true })).catch(error => {
          // they were erased once more since
          if (!isDuplicateKey(error)) throw error
        })
      }
    },
    async since(at, channelIds, names) {
      const each = [...channelIds].flatMap(channelId => keys.map(key => [channelId, key] as const))
      const ids = [...names].flatMap(name => each.map(([channelId, key]) => idOf(channelId, name, key)))
      if (ids.length === 0) return false
      const erased = { _id: { $in: ids }, at: { $gte: at } }
      return (await storageCall(() => collection.findOne(erased, { projection: { _id: 1 } }))) !== null
    }
  }
}
