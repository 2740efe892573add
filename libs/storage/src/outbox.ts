import { createLater, startRepeating } from '@inbox/runtime'
import { counter, gauge } from '@inbox/telemetry'
import type { Collection } from './bounded.ts'
import type { IndexOf } from './collection.ts'
import type { Entry, OutboxDocument } from './outbox-document.ts'
import type { OutboxOptions } from './outbox-options.ts'
import { createOutboxSender } from './outbox-sender.ts'

/** Sends the entries that commits left in a collection's documents. */
export interface Outbox extends AsyncDisposable {
  /** The entries in the form to be stored. */
  stamped(entries: readonly Entry[]): Entry[]
  /**
   * Takes over the outbox of a document as a commit left it. `recorded` resolves once `record` has run (rejects if it
   * failed); publishing and trimming continue in the background (`sent`: whether they succeeded) and are retried until
   * they do, in this process or another.
   */
  dispatch(document: OutboxDocument): { recorded: Promise<void>; sent: Promise<boolean> }
  /** Stores the content of a document's outbox with `record`, whoever has it in hand. */
  record(document: OutboxDocument): Promise<void>
  /** Sends what crashed processes left behind; also runs by itself at the start and every few seconds. */
  recover(olderThanMs?: number): Promise<number>
  /** Entries that this process still has to send. */
  backlog(): number
}

/** Keeps the recovery scan cheap: contains only documents with unsent entries. */
export const outboxIndex: IndexOf = {
  key: { 'outbox.at': 1 },
  name: 'outbox',
  partialFilterExpression: { 'outbox.0': { $exists: true } }
}

const STUCK_AFTER_MS = 5000
const SCAN_LIMIT = 200
const REPEAT_MS = 500
const recovered = counter('outbox_recovered_total', 'Outbox entries found by the recovery scan', ['collection'])

const age = gauge('outbox_oldest_age_seconds', 'Age of the oldest event that was not sent immediately', ['collection'])

export function openOutbox<Doc extends OutboxDocument>(options: OutboxOptions<Doc>): Outbox {
  const { collection, logger } = options
  // documents with entries that this process failed to send, to be retried soon
  const owed = new Set<string>()
  const owe = (id: string) => {
    owed.add(id)
    repeating.wake()
  }
  const { dispatch, inHand, ...sender } = createOutboxSender(options, owe)
  const sendAll = async (documents: OutboxDocument[]) => {
    const begun = documents.map(dispatch)
    for (const { recorded } of begun) recorded.catch(() => undefined)
    return (await Promise.all(begun.map(({ sent }) => sent))).every(Boolean)
  }

  const recover = async (olderThanMs = STUCK_AFTER_MS) => {
    for (let total = 0; ; ) {
      const now = options.clock.now().getTime()
      const stuck = await waitingIn(collection, { 'outbox.at': { $lt: new Date(now - olderThanMs) } }, oldestFirst)
      age.set({ collection: collection.collectionName }, secondsSince(stuck[0], now))
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
      const documents = await waitingIn(collection, { _id: { $in: ids } })
      for (const id of ids) owed.delete(id)
      if (!(await sendAll(documents))) return
    }
  }

  const onError = (error: unknown) => logger.warn({ err: error }, 'outbox scan failed')
  const scan = startRepeating(options.recoverEveryMs ?? STUCK_AFTER_MS, () => recover().then(() => undefined), onError)
  const repeating = createLater(REPEAT_MS, () => owed.size > 0, repeatOwed, onError)
  recover(0).catch(onError)
  return {
    stamped: entries => entries.map(entry => ({ ...entry, at: options.clock.now() })),
    dispatch,
    record: async ({ outbox }) => {
      if (outbox.length > 0) await options.record?.(outbox.map(({ envelope }) => envelope))
    },
    recover,
    backlog: inHand.count,
    async [Symbol.asyncDispose]() {
      await Promise.all([scan[Symbol.asyncDispose](), repeating[Symbol.asyncDispose]()])
      await sender[Symbol.asyncDispose]()
    }
  }
}

/** In the order of the index. */
const oldestFirst = { sort: { 'outbox.at': 1 } } as const

function secondsSince(oldest: OutboxDocument | undefined, now: number): number {
  const [first] = oldest?.outbox ?? []
  return first?.at ? Math.max(0, now - first.at.getTime()) / 1000 : 0
}

const waitingIn = <Doc extends OutboxDocument>(collection: Collection<Doc>, filter: object, order: object = {}) =>
  collection
    .find({ 'outbox.0': { $exists: true }, ...filter }, { projection: { outbox: 1 }, limit: SCAN_LIMIT, ...order })
    .toArray() as unknown as Promise<OutboxDocument[]>
