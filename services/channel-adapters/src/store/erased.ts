import { createHmac } from 'node:crypto'
import { acceptedOf, currentOf } from '@inbox/kernel'
import { type Collection, ensureIndexes, isDuplicateKey, ofAny, storageCall } from '@inbox/storage'

/** An erased contact's name as a keyed hash: tells readers nothing, but can be found by name and key. */
export interface ErasedDocument {
  _id: string
  at: Date
  expiresAt: Date
}

export interface Erased {
  /** From now on these count as erased until `at`; the latest time applies. */
  remember(channelId: string, names: readonly string[], at: Date): Promise<void>
  /** Whether one of these was erased at `at` or later: what was said at that time must not be stored any more. */
  since(at: Date, channelIds: Iterable<string>, names: Iterable<string>): Promise<boolean>
}

const DAY_MS = 86_400_000
/** A call of a provider may hold thousands of words that could be a name. */
const AT_ONCE = 500

/** `days`: how long providers may repeat themselves. `secrets`: all are tried, the first is used for new entries. */
export async function openErased(
  collection: Collection<ErasedDocument>,
  { days, secrets }: { days: number; secrets: string }
): Promise<Erased> {
  await ensureIndexes(collection, [
    { key: { at: 1 }, name: 'at' },
    { key: { expiresAt: 1 }, name: 'forget', expireAfterSeconds: 0 }
  ])
  const idOf = (channelId: string, name: string, key = currentOf(secrets)) =>
    createHmac('sha256', key).update(`erased ${channelId} ${name}`).digest('base64url')
  return {
    async remember(channelId, names, at) {
      const $set = { at, expiresAt: new Date(at.getTime() + days * DAY_MS) }
      for (const name of names) {
        const earlier = { _id: idOf(channelId, name), at: { $lte: at } }
        await storageCall(() => collection.updateOne(earlier, { $set }, { upsert: true })).catch(error => {
          // they have been erased once more since
          if (!isDuplicateKey(error)) throw error
        })
      }
    },
    async since(at, channelIds, names) {
      const isThere = async (filter: object) =>
        (await storageCall(() => ofAny(collection).findOne(filter, { projection: { _id: 1 } }))) !== null
      // as nearly always: spares a hash of each name
      if (!(await isThere({ at: { $gte: at } }))) return false
      const each = [...channelIds].flatMap(channelId => acceptedOf(secrets).map(key => [channelId, key] as const))
      const all = [...names]
      for (let from = 0; from < all.length; from += AT_ONCE) {
        const some = all.slice(from, from + AT_ONCE)
        const ids = some.flatMap(name => each.map(([channelId, key]) => idOf(channelId, name, key)))
        if (await isThere({ _id: { $in: ids }, at: { $gte: at } })) return true
      }
      return false
    }
  }
}
