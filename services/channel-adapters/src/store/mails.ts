import { hash } from 'node:crypto'
import { type Collection, ensureIndexes, storageCall } from '@inbox/storage'

/** A mail that became a message: what an answer to it needs. */
export interface KnownMail {
  channelId: string
  /** The same for every copy. */
  id: string
  threadId: string
  messageId?: string | undefined
  /** From the first of its thread to the last. */
  references: string[]
  subject?: string | undefined
}
export interface MailDocument extends Omit<KnownMail, 'id'> {
  _id: string
  /** Of the Message-ID, which may be of any length. */
  messageKey?: string
  expiresAt: Date
}

export interface Mails {
  keep(mail: KnownMail, now: Date): Promise<void>
  /** Answers to these begin a thread of their own from now on. */
  forget(channelId: string, ids: readonly string[]): Promise<void>
  get(channelId: string, id: string): Promise<KnownMail | undefined>
  /** The threads of those that are called so, by Message-ID. */
  threadsOf(channelId: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** Whoever answers after two years begins a thread. */
const KEPT_MS = 2 * 365 * 86_400_000
const MAX_REFERENCES = 200

export async function openMails(collection: Collection<MailDocument>): Promise<Mails> {
  await ensureIndexes(collection, [
    { key: { messageKey: 1 }, name: 'message-id', sparse: true },
    { key: { expiresAt: 1 }, name: 'forget', expireAfterSeconds: 0 }
  ])
  return {
    async keep({ id, messageId, subject, ...mail }, now) {
      // what is undefined would be stored as null
      const $set = {
        ...mail,
        ...(subject !== undefined && { subject }),
        ...(messageId !== undefined && { messageId, messageKey: keyOf(mail.channelId, messageId) }),
        expiresAt: new Date(now.getTime() + KEPT_MS)
      }
      await storageCall(() => collection.updateOne({ _id: idOf(mail.channelId, id) }, { $set }, { upsert: true }))
    },
    async forget(channelId, ids) {
      await storageCall(() => collection.deleteMany({ _id: { $in: ids.map(id => idOf(channelId, id)) } }))
    },
    async get(channelId, id) {
      const found = (await storageCall(() =>
        collection.findOne({ _id: idOf(channelId, id) })
      )) as unknown as MailDocument | null
      // former versions stored null
      return found
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
