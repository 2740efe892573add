import type { Envelope, MessageType } from '@inbox/contracts'
import { type Clock, Defect } from '@inbox/kernel'
import { failPoint, forever, pause } from '@inbox/runtime'
import { counter, gauge, type Logger } from '@inbox/telemetry'
import type { Collection } from './bounded.ts'
import type { IndexOf } from './collection.ts'
import { recently } from './recently.ts'
import { coalescedTrim } from './trim.ts'

/** An event that waits in the document it speaks of until the broker has confirmed it. */
export interface Entry {
  id: string
  type: string
  /** When it was written, by the outbox's clock: whoever writes it leaves that to `stamped`. */
  at?: Date
  envelope: Envelope
}

export interface OutboxDocument {
  _id: string
  outbox: Entry[]
}

/** Sends what commits left in a collection's documents. */
export interface Outbox extends AsyncDisposable {
  /** The entries as they are to be stored. */
  stamped(entries: readonly Entry[]): Entry[]
  /**
   * Takes over the outbox of a document as a commit left it. `recorded` resolves when `record` has run (rejects if it
   * failed); publishing and trimming go on behind it (`sent`: whether that succeeded) and are repeated until they do, in
   * this process or another.
   */
  dispatch(document: OutboxDocument): { recorded: Promise<void>; sent: Promise<boolean> }
  /** Stores with `record` what a document's outbox holds, whoever has it in hand. */
  record(document: OutboxDocument): Promise<void>
  /** Sends what crashed processes left behind; runs by itself every few seconds and once at the start. */
  recover(olderThanMs?: number): Promise<number>
  /** Entries that this process still has to send. */
  backlog(): number
}

export interface OutboxOptions<Doc extends OutboxDocument> {
  collection: Collection<Doc>
  types: readonly MessageType[]
  publish: (type: MessageType, envelope: Envelope) => Promise<void>
  /** Idempotently stores what the entries say in other collections, before they are published and trimmed. */
  record?: (envelopes: Envelope[]) => Promise<void>
  /** Measures how long entries wait. The same for all processes that write some: the database's (see databaseClock). */
  clock: Clock
  logger: Logger
  recoverEveryMs?: number
}

/** Makes the recovery scan cheap: holds only documents that wait. */
export const outboxIndex: IndexOf = {
  key: { 'outbox.at': 1 },
  name: 'outbox',
  partialFilterExpression: { 'outbox.0': { $exists: true } }
}

const STUCK_AFTER_MS = 5000
const SCAN_LIMIT = 200
const REPEAT_MS = 500
const LAST_SENDS_MS = 2000
const TRIMMED_KNOWN_MS = 10_000
const backlog = gauge('outbox_backlog', 'Entries that this process still has to send and trim', ['collection'])
const recovered = counter('outbox_recovered_total', 'Outbox entries found by the recovery scan', ['collection'])

export function openOutbox<Doc extends OutboxDocument>(options: OutboxOptions<Doc>): Outbox {
  const { collection, logger } = options
  const typeOf = new Map(options.types.map(type => [type.type, type]))
  const trim = coalescedTrim(collection, logger)
  // entry ids this process has in hand, until they are trimmed: no second publish of the same entry
  const inHand = new Set<string>()
  // those just trimmed: a document that was read before shows them still
  const trimmed = recently(TRIMMED_KNOWN_MS)
  backlog.inc({ collection: collection.collectionName }, 0)
  // documents of which this process failed to send something, to be tried again soon
  const owed = new Set<string>()
  // what is being sent per document: its next entries follow, so that order is kept
  const sending = new Map<string, Promise<void>>()

  const typesOf = (entries: Entry[]) =>
    entries.map(({ envelope }) => {
      const type = typeOf.get(envelope.type)
      if (!type) throw new Defect(`${envelope.type} is not among the types that ${collection.collectionName} publishes`)
      return { type, envelope }
    })

  // a failed send fails what waits behind it: the scan then repeats all of it in order
  const publishAfter = async (previous: Promise<unknown> | undefined, recorded: Promise<void>, entries: Entry[]) => {
    await Promise.all([previous, recorded])
    await Promise.all(typesOf(entries).map(({ type, envelope }) => options.publish(type, envelope)))
    failPoint('outbox.afterPublish')
  }

  const dispatch = ({ _id, outbox }: OutboxDocument) => {
    const fresh = outbox.filter(({ id }) => !inHand.has(id) && !trimmed.has(id))
    if (fresh.length === 0) return { recorded: Promise.resolve(), sent: Promise.resolve(true) }
    for (const entry of fresh) inHand.add(entry.id)
    backlog.inc({ collection: collection.collectionName }, fresh.length)
    const recorded = (options.record?.(fresh.map(entry => entry.envelope)) ?? Promise.resolve()).then(() =>
      failPoint('outbox.afterRecord')
    )
    const published = publishAfter(sending.get(_id), recorded, fresh)
    sending.set(_id, published)
    return { recorded, sent: concluded(_id, fresh, published) }
  }

  /** Trims what was published; answers false, and remembers the document, if it was not. */
  const concluded = async (id: string, entries: Entry[], published: Promise<void>): Promise<boolean> => {
    try {
      await published.finally(() => sending.get(id) === published && sending.delete(id))
      const ids = entries.map(entry => entry.id)
      if (await trim.add(id, ids)) ids.forEach(trimmed.add)
      failPoint('outbox.afterTrim')
      return true
    } catch (error) {
      logger.warn({ err: error, key: id }, 'not sent yet')
      owed.add(id)
      return false
    } finally {
      for (const entry of entries) inHand.delete(entry.id)
      backlog.dec({ collection: collection.collectionName }, entries.length)
    }
  }

  const waiting = (filter: object) =>
    collection
      .find({ 'outbox.0': { $exists: true }, ...filter }, { projection: { outbox: 1 }, limit: SCAN_LIMIT })
      .toArray() as unknown as Promise<OutboxDocument[]>
  const sendAll = async (documents: OutboxDocument[]) => {
    const begun = documents.map(dispatch)
    for (const { recorded } of begun) recorded.catch(() => undefined)
    return (await Promise.all(begun.map(({ sent }) => sent))).every(Boolean)
  }

  const recover = async (olderThanMs = STUCK_AFTER_MS) => {
    for (let total = 0; ; ) {
      const stuck = await waiting({ 'outbox.at': { $lt: new Date(options.clock.now().getTime() - olderThanMs) } })
      const left = stuck.map(({ outbox }) => outbox.filter(entry => !inHand.has(entry.id)).length)
      recovered.inc(
        { collection: collection.collectionName },
        left.reduce((sum, count) => sum + count, 0)
      )
      total += stuck.length
      if (!(await sendAll(stuck)) || stuck.length < SCAN_LIMIT) return total
    }
  }
  const repeatOwed = async () => {
    while (owed.size > 0) {
      const ids = [...owed].slice(0, SCAN_LIMIT)
      const documents = await waiting({ _id: { $in: ids } })
      for (const id of ids) owed.delete(id)
      if (!(await sendAll(documents))) return
    }
  }

  const onError = (error: unknown) => logger.warn({ err: error }, 'outbox scan failed')
  const scan = forever(options.recoverEveryMs ?? STUCK_AFTER_MS, () => recover().then(() => undefined), onError)
  const repeating = forever(REPEAT_MS, repeatOwed, onError)
  recover(0).catch(onError)
  return {
    stamped: entries => entries.map(entry => ({ ...entry, at: options.clock.now() })),
    dispatch,
    record: async ({ outbox }) => {
      if (outbox.length > 0) await options.record?.(outbox.map(({ envelope }) => envelope))
    },
    recover,
    backlog: () => inHand.size,
    async [Symbol.asyncDispose]() {
      await Promise.all([scan[Symbol.asyncDispose](), repeating[Symbol.asyncDispose]()])
      const patience = new AbortController()
      await Promise.race([Promise.allSettled(sending.values()), pause(LAST_SENDS_MS, patience.signal)])
      patience.abort()
      await trim[Symbol.asyncDispose]()
    }
  }
}
