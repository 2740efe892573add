import { type Collection, ensureIndexes, storageCall } from '@inbox/storage'

/** Meta's id of a file that one number has uploaded. */
export interface MetaFileDocument {
  _id: string
  metaId: string
  expiresAt: Date
}

export interface MetaFiles {
  find(phoneNumberId: string, mediaId: string, now: Date): Promise<string | undefined>
  remember(phoneNumberId: string, mediaId: string, metaId: string, now: Date): Promise<void>
}

/** Less than the 30 days that Meta keeps an upload, leaving room for a message that waits. */
const KEPT_MS = 27 * 86_400_000
const idOf = (phoneNumberId: string, mediaId: string) => `${phoneNumberId} ${mediaId}`

export async function openMetaFiles(collection: Collection<MetaFileDocument>): Promise<MetaFiles> {
  await ensureIndexes(collection, [{ key: { expiresAt: 1 }, name: 'expired', expireAfterSeconds: 0 }])
  return {
    async find(phoneNumberId, mediaId, now) {
      const found = await storageCall(() => collection.findOne({ _id: idOf(phoneNumberId, mediaId) }))
      return found && (found as MetaFileDocument).expiresAt > now ? (found as MetaFileDocument).metaId : undefined
    },
    async remember(phoneNumberId, mediaId, metaId, now) {
      const $set = { metaId, expiresAt: new Date(now.getTime() + KEPT_MS) }
      await storageCall(() => collection.updateOne({ _id: idOf(phoneNumberId, mediaId) }, { $set }, { upsert: true }))
    }
  }
}
