import type { ChannelKind } from '@inbox/contracts'
import { type Collection, ensureIndexes, isDuplicateKey, ofAny, storageCall } from '@inbox/storage'
import { counter } from '@inbox/telemetry'
import type { Erased } from './erased.ts'
import { newestFirst, type Page, type PageOf } from './newest-first.ts'

interface Told {
  /** Other channels that it concerns. */
  about: readonly string[]
  /** The earliest time that it tells about. */
  since: Date
}
/** A provider's raw payload, kept for audit. */
export interface Payload extends Told {
  /** The same for a repetition, as far as the kind can tell. */
  id: string
  channelId: string
  kind: ChannelKind
  receivedAt: Date
  body: string
  /** What could not be handed on, and why. */
  problems: readonly string[]
}
export interface PayloadDocument extends Omit<Payload, 'id' | keyof Told> {
  _id: string
  /** Missing in documents of former versions. */
  about?: string[]
  since?: Date
  hasProblem: boolean
  expiresAt: Date
}

export interface Payloads {
  /**
   * Stores it once per id, with its problems as last reported; not if it tells about a time before the erasure of
   * somebody in it. `names`: every string that may be a name. If we crash in between, the provider calls again.
   */
  keep(payload: Payload, names: Iterable<string>): Promise<void>
  /** Removes payloads of times up to `until` that contain one of these names, even if they also concern others. */
  forget(channelId: string, names: readonly string[], until: Date): Promise<void>
  /** Newest first; all, or those with a problem. */
  list(of: { channelId: string; problem: boolean }, page: Page): Promise<PageOf<Omit<Payload, keyof Told>>>
}

export const problemsSeen = counter(
  'channel_payload_problems_total',
  'Provider payloads that could not be fully passed on',
  ['kind']
)
const DAY_MS = 86_400_000
/** Small, as bodies may be large. */
const AT_ONCE = 50

/** `days`: how long they are kept. */
export async function openPayloads(
  collection: Collection<PayloadDocument>,
  days: number,
  erased: Pick<Erased, 'since'>
): Promise<Payloads> {
  await ensureIndexes(collection, [
    { key: { channelId: 1, hasProblem: 1, receivedAt: -1, _id: 1 }, name: 'of-channel-with-problem' },
    { key: { channelId: 1, receivedAt: -1, _id: 1 }, name: 'of-channel' },
    { key: { about: 1, receivedAt: -1, _id: 1 }, name: 'about-channel', sparse: true },
    { key: { expiresAt: 1 }, name: 'forget', expireAfterSeconds: 0 }
  ])
  return {
    async keep({ id, problems, receivedAt, about, ...payload }, names) {
      const hasProblem = problems.length > 0
      if (hasProblem) problemsSeen.inc({ kind: payload.kind })
      const expiresAt = new Date(receivedAt.getTime() + days * DAY_MS)
      const fresh = { ...payload, receivedAt, expiresAt, ...(about.length > 0 && { about: [...about] }) }
      const update = { $set: { problems: [...problems], hasProblem }, $setOnInsert: fresh }
      await storageCall(() => collection.updateOne({ _id: id }, update, { upsert: true })).catch(error => {
        // the same payload arrived twice concurrently
        if (!isDuplicateKey(error)) throw error
      })
      // check last: an erasure first remembers the names, and then looks through what is stored
      if (await erased.since(payload.since, [payload.channelId, ...about], names))
        await storageCall(() => collection.deleteOne({ _id: id }))
    },
    async forget(channelId, names, until) {
      const before = { $or: [{ receivedAt: { $lte: until } }, { since: { $lte: until } }] }
      const namesThem = ({ body }: PayloadDocument) => names.some(name => body.includes(name))
      for (const theirs of [{ channelId }, { about: channelId }])
        for await (const page of pagesOf(collection, { ...theirs, ...before })) {
          const ids = page.filter(namesThem).map(({ _id }) => _id)
          if (ids.length > 0) await storageCall(() => collection.deleteMany({ _id: { $in: ids } }))
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
        items: items.map(({ _id, hasProblem: _, expiresAt: __, since: ___, about: ____, ...payload }) => ({
          id: _id,
          ...payload
        })),
        nextCursor
      }
    }
  }
}

/** Newest first. */
async function* pagesOf(collection: Collection<PayloadDocument>, filter: object): AsyncGenerator<PayloadDocument[]> {
  for (let place: { receivedAt: Date; id: string } | undefined; ; ) {
    const rest = { $and: [filter, place ? olderThan(place) : {}] }
    const page = (await storageCall(() =>
      ofAny(collection).find(rest, { limit: AT_ONCE }).sort({ receivedAt: -1, _id: 1 }).toArray()
    )) as unknown as PayloadDocument[]
    yield page
    if (page.length < AT_ONCE) return
    const { receivedAt, _id: id } = page.at(-1)!
    place = { receivedAt, id }
  }
}

const olderThan = ({ receivedAt, id }: { receivedAt: Date; id: string }) => ({
  $or: [{ receivedAt: { $lt: receivedAt } }, { receivedAt, _id: { $gt: id } }]
})
