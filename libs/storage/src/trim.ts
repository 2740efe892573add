import type { Logger } from '@inbox/telemetry'
import type { Collection } from './bounded.ts'
import type { OutboxDocument } from './outbox-document.ts'

const WAIT_MS = 20
const MOST = 500

/** Removes sent entries, many documents per write: a trim lost in a crash costs one repeated event, nothing else. */
export function createCoalescedTrim<Doc extends { _id: string }>(collection: Collection<Doc>, logger: Logger) {
  const outboxes = collection as unknown as Collection<OutboxDocument>
  let pending = new Map<string, string[]>()
  let timer: NodeJS.Timeout | undefined
  let batch = Promise.withResolvers<boolean>()

  const flush = async () => {
    clearTimeout(timer)
    timer = undefined
    if (pending.size === 0) return
    const [entries, done] = [pending, batch]
    pending = new Map()
    batch = Promise.withResolvers()
    const writes = [...entries].map(([_id, ids]) => ({
      updateOne: { filter: { _id }, update: { $pull: { outbox: { id: { $in: ids } } } } }
    }))
    const trimmed = await outboxes.bulkWrite(writes, { ordered: false }).then(
      () => true,
      error => {
        logger.warn({ err: error }, 'trimming the outbox failed; the recovery scan will send these events again')
        return false
      }
    )
    done.resolve(trimmed)
  }

  return {
    /** Resolves with whether the entries are gone from the document; otherwise they will be sent again. */
    add(id: string, entryIds: string[]): Promise<boolean> {
      pending.set(id, [...(pending.get(id) ?? []), ...entryIds])
      const done = batch.promise
      if (pending.size >= MOST) void flush()
      else timer ??= setTimeout(() => void flush(), WAIT_MS)
      return done
    },
    [Symbol.asyncDispose]: flush
  }
}
