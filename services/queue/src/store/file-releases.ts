import { type Collection, isDuplicateKey, ofAny, storageCall } from '@inbox/storage'
import type { ConversationDocument } from './conversation-document.ts'
import type { MessageDocument } from './messages.ts'

/** Up to when the files of what ended have been let go, of one status, everywhere or in one department. */
export interface FileReleaseDocument {
  _id: string
  until: Date
}

/** What ended at these times, in this order: `next` is where to go on. */
export interface EndedPage {
  ids: string[]
  next: Date
}

/** The fields of a message that releasing its files needs. */
export type ReleasedMessage = Pick<MessageDocument, '_id' | 'content' | 'mail' | 'formerly' | 'editedAt'>

/** Conversations that stay while their files go. What ends later ends at a later time, so that a time tells how far it has come. */
export interface FileReleases {
  /** Some that ended before `until`, whose files have not been let go; undefined = none. */
  next(status: 'closed' | 'inactive', until: Date, departmentId?: string): Promise<EndedPage | undefined>
  /** Its messages from before `until`, as far as they name files: it may go on meanwhile, and what is new stays. */
  messagesOf(conversationId: string, until: Date): Promise<ReleasedMessage[]>
  /** Readers of these messages are told that their files are gone, unless an edit has just replaced them. */
  markGone(messages: readonly ReleasedMessage[]): Promise<void>
  /** Never goes back, whoever is slower. */
  advance(status: 'closed' | 'inactive', to: Date, departmentId?: string): Promise<void>
}

interface Collections {
  releases: Collection<FileReleaseDocument>
  conversations: Collection<ConversationDocument>
  messages: Collection<MessageDocument>
}

const PAGE = 100
const LONG_AGO = new Date(0)

export function openFileReleases({ releases, conversations, messages }: Collections): FileReleases {
  const idOf = (status: string, departmentId = '*') => `${status} ${departmentId}`
  return {
    async next(status, until, departmentId) {
      const mark = await storageCall(() => releases.findOne({ _id: idOf(status, departmentId) }))
      const there = departmentId === undefined ? {} : { departmentId }
      const ended = (statusSince: object, limit = 0) =>
        storageCall(() =>
          ofAny(conversations)
            .find({ status, ...there, statusSince }, { projection: { statusSince: 1 }, limit })
            .sort({ statusSince: 1, _id: 1 })
            .toArray()
        ) as unknown as Promise<Pick<ConversationDocument, '_id' | 'statusSince'>[]>
      const found = await ended({ $gt: mark?.until ?? LONG_AGO, $lt: until }, PAGE)
      const next = found.at(-1)?.statusSince
      if (!next) return undefined
      // what ended at the same moment as the last one may go beyond the page
      const before = found.filter(({ statusSince }) => statusSince < next)
      const all = found.length < PAGE ? found : [...before, ...(await ended({ $gte: next, $lte: next }))]
      return { ids: all.map(({ _id }) => _id), next }
    },
    messagesOf: (conversationId, until) =>
      storageCall(() =>
        ofAny(messages)
          .find(
            { conversationId, receivedOn: { $lt: until }, content: { $exists: true } },
            {
              projection: {
                'content.mediaId': 1,
                'content.header': 1,
                'content.type': 1,
                mail: 1,
                formerly: 1,
                editedAt: 1
              }
            }
          )
          .toArray()
      ) as unknown as Promise<ReleasedMessage[]>,
    async markGone(found) {
      const absent = { $exists: false }
      const update = { $set: { mediaGone: true }, $inc: { version: 1 } }
      const writes = found.map(({ _id, editedAt = absent }) => ({
        updateOne: { filter: { _id, editedAt, mediaGone: absent }, update }
      }))
      if (writes.length > 0) await storageCall(() => ofAny(messages).bulkWrite(writes as never, { ordered: false }))
    },
    async advance(status, to, departmentId) {
      const before = { _id: idOf(status, departmentId), until: { $lt: to } }
      await storageCall(() => releases.updateOne(before, { $set: { until: to } }, { upsert: true })).catch(error => {
        if (!isDuplicateKey(error)) throw error
      })
    }
  }
}
