import { hash } from 'node:crypto'
import { type Collection, ensureIndexes, isDuplicateKey, ofAny, storageCall } from '@inbox/storage'

/** A mail that became a message: what is needed to answer it. */
export interface KnownMail {
  channelId: string
  /** The same for every copy. */
  id: string
  threadId: string
  messageId?: string | undefined
  /** From the first in its thread to the latest. */
  references: string[]
  subject?: string | undefined
}
export interface MailDocument extends Omit<KnownMail, 'id'> {
  _id: string
  /** A key for the Message-ID, which may be of any length. */
  messageKey?: string
  /** Its contents are erased; remembered so that they are not stored if it arrives once more. */
  isErased?: true
  expiresAt: Date
}

export interface Mails {
  /** Does nothing if the mail was erased. */
  keep(mail: KnownMail, now: Date): Promise<void>
  /** Erases these; from now on, answers to them begin new threads. */
  forget(channelId: string, ids: readonly string[]): Promise<void>
  /** It became no message after all, and may become one when it comes once more. */
  drop(channelId: string, id: string): Promise<void>
  isErased(channelId: string, id: string): Promise<boolean>
  get(channelId: string, id: string): Promise<KnownMail | undefined>
  /** Threads by Message-ID. */
  threadsOf(channelId: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** An answer after more than two years begins a new thread. */
const KEPT_MS = 2 * 365 * 86_400_000
const MAX_REFERENCES = 200

export async function openMails(collection: Collection<MailDocument>): Promise<Mails> {
  await ensureIndexes(collection, [
    { key: { messageKey: 1 }, name: 'message-id', sparse: true },
    { key: { expiresAt: 1 }, name: 'forget', expireAfterSeconds: 0 }
  ])
  return {
    async keep({ id, messageId, subject, ...mail }, now) {
      // undefined would be stored as null
      const $set = {
        ...mail,
        ...(subject !== undefined && { subject }),
        ...(messageId !== undefined && { messageId, messageKey: keyOf(mail.channelId, messageId) }),
        expiresAt: new Date(now.getTime() + KEPT_MS)
      }
      const mine = { _id: idOf(mail.channelId, id), isErased: { $exists: false } }
      await storageCall(() => collection.updateOne(mine, { $set }, { upsert: true })).catch(error => {
        // the mail was erased
        if (!isDuplicateKey(error)) throw error
      })
    },
    async forget(channelId, ids) {
      const theirs = { _id: { $in: ids.map(id => idOf(channelId, id)) } }
      const nothing = {
        $set: { isErased: true, threadId: '', references: [] },
        $unset: { messageId: 1, messageKey: 1, subject: 1 }
      } as const
      await storageCall(() => ofAny(collection).updateMany(theirs, nothing))
    },
    async drop(channelId, id) {
      const mine = { _id: idOf(channelId, id), isErased: { $exists: false } }
      await storageCall(() => ofAny(collection).deleteOne(mine))
    },
    isErased: async (channelId, id) =>
      (await storageCall(() => collection.findOne({ _id: idOf(channelId, id), isErased: true }))) !== null,
    async get(channelId, id) {
      const found = (await storageCall(() =>
        collection.findOne({ _id: idOf(channelId, id) })
      )) as unknown as MailDocument | null
      // former versions stored null
      return found && !found.isErased
        ? { ...found, id, messageId: found.messageId ?? undefined, subject: found.subject ?? undefined }
        : undefined
    },
    async threadsOf(channelId, messageIds) {
      if (messageIds.length === 0) return new Map()
      const keys = messageIds.slice(-MAX_REFERENCES).map(messageId => keyOf(channelId, messageId))
      const found = (await storageCall(() =>
        collection.find({ messageKey: { $in: keys } }, { limit: 2 * MAX_REFERENCES }).toArray()
      )) as unknown as MailDocument[]
      return new Map(found.map(({ messageId = '', threadId }) => [messageId, threadId]))
    }
  }
}

const idOf = (channelId: string, id: string) => `${channelId} ${id}`
const keyOf = (channelId: string, messageId: string) => hash('sha256', `${channelId}\n${messageId}`, 'base64url')
