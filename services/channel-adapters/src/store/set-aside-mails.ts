import { hash } from 'node:crypto'
import type { SetAsideMail } from '@inbox/contracts'
import { contactIdOfMail } from '@inbox/kernel/mail-address'
import { type Collection, ensureIndexes, isDuplicateKey, ofAny, storageCall } from '@inbox/storage'
import { newestFirst, type Page, type PageOf } from './newest-first.ts'
import { problemsSeen } from './payloads.ts'

/** A mail that became no message. `id`: the same for the same bytes. */
export interface SetAside extends Omit<SetAsideMail, 'receivedAt' | 'size' | 'complete'> {
  channelId: string
  receivedAt: Date
  /** In bytes, of the whole mail. */
  size: number
}
export interface SetAsideDocument extends Omit<SetAside, 'id'> {
  _id: string
  mailId: string
  isAutomatic: boolean
  /** Nobody has dismissed it, and it has not become a message since. */
  isOpen: boolean
  /** Its contents are erased; remembered so that they are not stored if it arrives once more. */
  isErased?: true
  raw: Uint8Array | { buffer: Uint8Array }
  complete: boolean
  expiresAt: Date
}
type Listed = SetAside & { complete: boolean }

export interface SetAsideMails {
  /** Stores it once, with the latest reason. A dismissed one stays dismissed, and an erased one erased. */
  keep(mail: Omit<SetAside, 'id' | 'size'>, raw: Buffer, size?: number): Promise<void>
  list(of: { channelId: string; automatic: boolean }, page: Page): Promise<PageOf<Listed>>
  get(channelId: string, id: string): Promise<(Listed & { raw: Buffer }) | undefined>
  /** Erases those up to `until` that one of these contacts wrote, as far as their headers tell. */
  forget(channelId: string, contactIds: readonly string[], until: Date): Promise<void>
  /** Removes it from the list; false if there is none. */
  close(channelId: string, id: string): Promise<boolean>
}

/** A document has at most 16 MB. */
const LARGEST = 15 * 1024 ** 2
const DAY_MS = 86_400_000

/** `days`: how long they are kept. */
export async function openSetAsideMails(
  collection: Collection<SetAsideDocument>,
  days: number
): Promise<SetAsideMails> {
  await ensureIndexes(collection, [
    { key: { channelId: 1, isOpen: 1, isAutomatic: 1, receivedAt: -1, _id: 1 }, name: 'open-of-channel' },
    { key: { expiresAt: 1 }, name: 'forget', expireAfterSeconds: 0 }
  ])
  return {
    async keep({ reason, problem, receivedAt, ...mail }, raw, size = raw.length) {
      const mailId = hash('sha256', raw, 'base64url')
      const kept = raw.subarray(0, LARGEST)
      const isAutomatic = reason === 'automatic'
      const fresh = {
        ...mail,
        mailId,
        receivedAt,
        isOpen: true,
        raw: kept,
        size,
        complete: kept.length === size,
        expiresAt: new Date(receivedAt.getTime() + days * DAY_MS)
      }
      const update = { $set: { reason, problem, isAutomatic }, $setOnInsert: fresh }
      const { upsertedCount = 0 } = await storageCall(() =>
        collection.updateOne({ _id: idOf(mail.channelId, mailId), isErased: { $exists: false } }, update, {
          upsert: true
        })
      ).catch(error => {
        // the same mail arrived twice concurrently, or it was erased
        if (isDuplicateKey(error)) return {} as { upsertedCount?: number }
        throw error
      })
      if (upsertedCount > 0) problemsSeen.inc({ kind: 'email' })
    },
    async list({ channelId, automatic }, page) {
      const filter = { channelId, isOpen: true, isAutomatic: automatic }
      const { items, nextCursor } = await newestFirst(collection, filter, page, 'receivedAt', ['raw'])
      return { items: items.map(listed), nextCursor }
    },
    async get(channelId, id) {
      const found = (await storageCall(() =>
        collection.findOne({ _id: idOf(channelId, id) })
      )) as SetAsideDocument | null
      if (!found || found.isErased) return undefined
      const bytes = found.raw instanceof Uint8Array ? found.raw : found.raw.buffer
      return { ...listed(found), raw: Buffer.from(bytes) }
    },
    async forget(channelId, contactIds, until) {
      const theirs = new Set(contactIds)
      const found = (await storageCall(() =>
        collection.find({ channelId, receivedAt: { $lte: until } }, { projection: { from: 1 } }).toArray()
      )) as Pick<SetAsideDocument, '_id' | 'from'>[]
      const ids = found.filter(({ from = '' }) => theirs.has(writerOf(from))).map(({ _id }) => _id)
      if (ids.length > 0) await storageCall(() => ofAny(collection).updateMany({ _id: { $in: ids } }, NOTHING))
    },
    async close(channelId, id) {
      const change = { $set: { isOpen: false } }
      const { matchedCount } = await storageCall(() => collection.updateOne({ _id: idOf(channelId, id) }, change))
      return matchedCount === 1
    }
  }
}

const NOTHING = {
  $set: { isErased: true, isOpen: false, size: 0, problem: '' },
  $unset: { raw: 1, from: 1, subject: 1 }
} as const

/** The address in `Ana <ana@example.org>`, or whatever stands there instead. */
export const writerOf = (from: string): string => {
  const address = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from
  return contactIdOfMail(address) ?? address
}

const idOf = (channelId: string, id: string) => `${channelId} ${id}`

const listed = ({
  channelId,
  mailId,
  receivedAt,
  from,
  subject,
  size,
  reason,
  problem,
  complete
}: SetAsideDocument) => ({
  channelId,
  id: mailId,
  receivedAt,
  size,
  reason,
  problem,
  complete,
  ...(from !== undefined && { from }),
  ...(subject !== undefined && { subject })
})
