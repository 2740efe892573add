import { type Collection, ensureIndexes, isDuplicateKey, storageCall } from '@inbox/storage'

/** A channel's template, as its provider last reported it. */
export interface TemplateDocument {
  _id: string
  channelId: string
  name: string
  language: string
  status?: string | undefined
  category?: string | undefined
  quality?: string | undefined
  reason?: string | undefined
  /** Fields are identified by name instead of position. */
  named: boolean
  /** In the provider's format. */
  components: unknown[]
}
export type Template = Omit<TemplateDocument, '_id' | 'channelId'>

/** When a channel's list is next due for reading. */
export interface TemplateReadingDocument {
  _id: string
  /** The channel's version when its settings were read. */
  version: number
  dueAt: Date
}

export interface Templates {
  /** By name and language. */
  of(channelId: string): Promise<Template[]>
  /** Replaces all templates. */
  replace(channelId: string, templates: readonly Template[]): Promise<void>
  /** Changes a template if it is known. */
  change(channelId: string, of: Pick<Template, 'name' | 'language'>, change: Partial<Template>): Promise<void>
  /** True for one process at a time, if due or the settings changed; due again at `retryAt` unless it is `done`. */
  begin(channelId: string, version: number, now: Date, retryAt: Date): Promise<boolean>
  /** Due again at `dueAt`; false if it became due, or was begun again, in between. */
  done(channelId: string, version: number, retryAt: Date, dueAt: Date): Promise<boolean>
  /** Makes it due at once. */
  outdate(channelId: string): Promise<void>
}

const idOf = (channelId: string, { name, language }: Pick<Template, 'name' | 'language'>) =>
  `${channelId} ${language} ${name}`

export async function openTemplates(
  collection: Collection<TemplateDocument>,
  readings: Collection<TemplateReadingDocument>
): Promise<Templates> {
  await ensureIndexes(collection, [{ key: { channelId: 1, name: 1, language: 1 }, name: 'byChannel' }])
  return {
    of: channelId =>
      storageCall(() =>
        collection
          .find({ channelId }, { projection: { _id: 0, channelId: 0 } })
          .sort({ name: 1, language: 1 })
          .toArray()
      ) as Promise<Template[]>,
    async replace(channelId, templates) {
      const documents = templates.map(each => ({ _id: idOf(channelId, each), channelId, ...each }))
      const writes = documents.map(each => ({
        replaceOne: { filter: { _id: each._id }, replacement: each, upsert: true }
      }))
      if (writes.length > 0) await storageCall(() => collection.bulkWrite(writes as never, { ordered: false }))
      await storageCall(() => collection.deleteMany({ channelId, _id: { $nin: documents.map(({ _id }) => _id) } }))
    },
    async change(channelId, of, change) {
      await storageCall(() => collection.updateOne({ _id: idOf(channelId, of) }, { $set: change }))
    },
    async begin(_id, version, now, retryAt) {
      const isDue = { _id, $or: [{ dueAt: { $lte: now } }, { version: { $lt: version } }] }
      const set = { $set: { version, dueAt: retryAt } }
      try {
        const { matchedCount, upsertedCount } = await storageCall(() =>
          readings.updateOne(isDue, set, { upsert: true })
        )
        return matchedCount + upsertedCount === 1
      } catch (error) {
        // it exists, and is not due
        if (isDuplicateKey(error)) return false
        throw error
      }
    },
    async done(_id, version, retryAt, dueAt) {
      const begun = { _id, version, dueAt: retryAt }
      const { matchedCount } = await storageCall(() => readings.updateOne(begun, { $set: { dueAt } }))
      return matchedCount === 1
    },
    async outdate(_id) {
      await storageCall(() => readings.updateOne({ _id }, { $set: { dueAt: new Date(0) } }))
    }
  }
}
