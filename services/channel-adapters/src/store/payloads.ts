import type { ChannelKind } from '@inbox/contracts'
import { type Collection, ensureIndexes, isDuplicateKey, storageCall } from '@inbox/storage'
import { counter } from '@inbox/telemetry'
import { newestFirst, type Page, type PageOf } from './newest-first.ts'

/** What came from a provider, as it came, for audit. */
export interface Payload {
  /** The same for a repetition, as far as the kind can tell. */
  id: string
  channelId: string
  kind: ChannelKind
  receivedAt: Date
  body: string
  /** What of it could not be handed on, and why. */
  problems: readonly string[]
}
export interface PayloadDocument extends Omit<Payload, 'id'> {
  _id: string
  hasProblem: boolean
  expiresAt: Date
}

export interface Payloads {
  /** Keeps it; once per id, of which the last word on its problems counts. */
  keep(payload: Payload): Promise<void>
  /** Removes those of a channel, of this time and before, in which one of these names occurs: also what they tell of others. */
  forget(channelId: string, names: readonly string[], until: Date): Promise<void>
  /** Newest first, of all or of those with a problem. */
  list(of: { channelId: string; problem: boolean }, page: Page): Promise<PageOf<Payload>>
}

export const problemsSeen = counter(
  'channel_payload_problems_total',
  'What came from providers and could not be handed on',
  ['kind']
)
const DAY_MS = 86_400_000
/** Bodies may be large. */
const AT_ONCE = 50

/** `days`: how long they are kept. */
export async function openPayloads(collection: Collection<PayloadDocument>, days: number): Promise<Payloads> {
  await ensureIndexes(collection, [
    { key: { channelId: 1, hasProblem: 1, receivedAt: -1, _id: 1 }, name: 'of-channel-with-problem' },
    { key: { channelId: 1, receivedAt: -1, _id: 1 }, name: 'of-channel' },
    { key: { expiresAt: 1 }, name: 'forget', expireAfterSeconds: 0 }
  ])
  return {
    async keep({ id, problems, receivedAt, ...payload }) {
      const hasProblem = problems.length > 0
      if (hasProblem) problemsSeen.inc({ kind: payload.kind })
      const expiresAt = new Date(receivedAt.getTime() + days * DAY_MS)
      const fresh = { ...payload, receivedAt, expiresAt }
      const update = { $set: { problems: [...problems], hasProblem }, $setOnInsert: fresh }
      await storageCall(() => collection.updateOne({ _id: id }, update, { upsert: true })).catch(error => {
        // the same payload twice at the same time
        if (!isDuplicateKey(error)) throw error
      })
    },
    async forget(channelId, names, until) {
      const namesThem = ({ body }: PayloadDocument) => names.some(name => body.includes(name))
      for (let place: { receivedAt: Date; id: string } | undefined; ; ) {
        const filter = { channelId, $and: [{ receivedAt: { $lte: until } }, place ? olderThan(place) : {}] }
        const page = (await storageCall(() =>
          collection.find(filter, { limit: AT_ONCE }).sort({ receivedAt: -1, _id: 1 }).toArray()
        )) as PayloadDocument[]
        const ids = page.filter(namesThem).map(({ _id }) => _id)
        if (ids.length > 0) await storageCall(() => collection.deleteMany({ _id: { $in: ids } }))
        if (page.length < AT_ONCE) return
        const { receivedAt, _id: id } = page.at(-1)!
        place = { receivedAt, id }
      }
    },
    async list({ channelId, problem }, page) {
      const { items, nextCursor } = await newestFirst(
        collection,
        { channelId, ...(problem && { hasProblem: true }) },
        page,
        'receivedAt'
      )
      return {
        items: items.map(({ _id, hasProblem: _, expiresAt: __, ...payload }) => ({ id: _id, ...payload })),
        nextCursor
      }
    }
  }
}

const olderThan = ({ receivedAt, id }: { receivedAt: Date; id: string }) => ({
  $or: [{ receivedAt: { $lt: receivedAt } }, { receivedAt, _id: { $gt: id } }]
})
