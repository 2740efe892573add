import { Defect } from '@inbox/kernel'
import { failPoint, pause } from '@inbox/runtime'
import { gauge } from '@inbox/telemetry'
import type { Entry, OutboxDocument, OutboxOptions } from './outbox.ts'
import { recently } from './recently.ts'
import { coalescedTrim } from './trim.ts'

const LAST_SENDS_MS = 2000
const TRIMMED_KNOWN_MS = 10_000
const backlog = gauge('outbox_backlog', 'Entries that this process still has to send and trim', ['collection'])

/** Publishes and trims what documents' outboxes hold, each entry once at a time and those of a document in order. */
export function createOutboxSender<Doc extends OutboxDocument>(options: OutboxOptions<Doc>) {
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

  return {
    dispatch,
    inHand,
    owed,
    async [Symbol.asyncDispose]() {
      const late = new AbortController()
      await Promise.race([Promise.allSettled(sending.values()), pause(LAST_SENDS_MS, late.signal)])
      late.abort()
      await trim[Symbol.asyncDispose]()
    }
  }
}
