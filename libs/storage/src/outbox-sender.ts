import { Defect } from '@inbox/kernel'
import { failPoint, pause } from '@inbox/runtime'
import { gauge } from '@inbox/telemetry'
import type { Entry, OutboxDocument } from './outbox-document.ts'
import type { OutboxOptions } from './outbox-options.ts'
import { createRecentKeys } from './recent-keys.ts'
import { createCoalescedTrim } from './trim.ts'

const LAST_SENDS_MS = 2000
const TRIMMED_KNOWN_MS = 10_000
const backlog = gauge('outbox_backlog', 'Outbox entries this process has yet to send and trim', ['collection'])

/** Publishes and trims the outboxes of documents: no entry twice concurrently, and those of a document in order. */
export function createOutboxSender<Doc extends OutboxDocument>(
  options: OutboxOptions<Doc>,
  onFailure: (id: string) => void
) {
  const { collection, logger } = options
  const inHand = createEntriesInHand(collection.collectionName)
  const publisher = createOrderedPublisher(options)
  const trim = createCoalescedTrim(collection, logger)

  const dispatch = ({ _id, outbox }: OutboxDocument) => {
    const fresh = inHand.take(outbox)
    if (fresh.length === 0) return { recorded: Promise.resolve(), sent: Promise.resolve(true) }
    const recorded = (options.record?.(fresh.map(entry => entry.envelope)) ?? Promise.resolve()).then(() =>
      failPoint('outbox.afterRecord')
    )
    return { recorded, sent: concluded(_id, fresh, publisher.publish(_id, fresh, recorded)) }
  }

  /** Trims what was published; if it was not, reports the document and resolves with false. */
  const concluded = async (id: string, entries: Entry[], published: Promise<void>): Promise<boolean> => {
    try {
      await published
      const ids = entries.map(entry => entry.id)
      if (await trim.add(id, ids)) inHand.trimmed(ids)
      failPoint('outbox.afterTrim')
      return true
    } catch (error) {
      logger.warn({ err: error, key: id }, 'could not send outbox events yet')
      onFailure(id)
      return false
    } finally {
      inHand.release(entries)
    }
  }

  return {
    dispatch,
    inHand,
    async [Symbol.asyncDispose]() {
      const late = new AbortController()
      await Promise.race([publisher.settled(), pause(LAST_SENDS_MS, late.signal)])
      late.abort()
      await trim[Symbol.asyncDispose]()
    }
  }
}

/** The entries that this process has in hand until they are trimmed, so that none is published twice concurrently. */
function createEntriesInHand(collection: string) {
  const held = new Set<string>()
  // those just trimmed: a document that was read earlier still shows them
  const trimmed = createRecentKeys(TRIMMED_KNOWN_MS)
  backlog.inc({ collection }, 0)
  return {
    has: (id: string) => held.has(id),
    count: () => held.size,
    /** Takes and returns those entries that still need sending: neither in hand already nor trimmed. */
    take(entries: Entry[]): Entry[] {
      const fresh = entries.filter(({ id }) => !held.has(id) && !trimmed.has(id))
      for (const { id } of fresh) held.add(id)
      backlog.inc({ collection }, fresh.length)
      return fresh
    },
    trimmed: (ids: string[]) => ids.forEach(trimmed.add),
    release(entries: Entry[]) {
      for (const { id } of entries) held.delete(id)
      backlog.dec({ collection }, entries.length)
    }
  }
}

/** Publishes the entries of a document after earlier ones, and only once they are recorded. */
function createOrderedPublisher<Doc extends OutboxDocument>({ collection, types, publish }: OutboxOptions<Doc>) {
  const typeOf = new Map(types.map(type => [type.type, type]))
  const sending = new Map<string, Promise<void>>()

  const typesOf = (entries: Entry[]) =>
    entries.map(({ envelope }) => {
      const type = typeOf.get(envelope.type)
      if (!type) throw new Defect(`${envelope.type} is not among the types that ${collection.collectionName} publishes`)
      return { type, envelope }
    })
  // a failed send also fails those waiting behind it: the scan then repeats all of them in order
  const publishAfter = async (previous: Promise<void> | undefined, entries: Entry[], recorded: Promise<void>) => {
    await Promise.all([previous, recorded])
    await Promise.all(typesOf(entries).map(({ type, envelope }) => publish(type, envelope)))
    failPoint('outbox.afterPublish')
  }

  return {
    publish(id: string, entries: Entry[], recorded: Promise<void>): Promise<void> {
      const published = publishAfter(sending.get(id), entries, recorded).finally(
        () => sending.get(id) === published && sending.delete(id)
      )
      sending.set(id, published)
      return published
    },
    settled: () => Promise.allSettled(sending.values())
  }
}
