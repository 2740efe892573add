import { BSON, type Doc, documentOf } from '../values/bson.ts'
import { fail } from '../values/errors.ts'

type Cursor = {
  namespace: string
  documents: readonly Doc[]
  at: number
  usedAt: number
  keep: boolean
  dropped: boolean
}

const idleMs = 600_000
const maxBatchBytes = 16 * 1024 * 1024
const firstBatchSize = 101
const maxCursors = 10_000

/** Open cursors. Each holds its result since the first command, so it is a snapshot. */
export class Cursors {
  readonly #cursors = new Map<bigint, Cursor>()
  #next = BigInt(Date.now()) << 20n

  /** The reply of a command that opens a cursor. `batchSize` undefined means MongoDB's default. */
  open(namespace: string, documents: readonly Doc[], batchSize: number | undefined, single = false, keep = false): Doc {
    const cursor: Cursor = { namespace, documents, at: 0, usedAt: Date.now(), keep, dropped: false }
    const batch = take(cursor, batchSize ?? firstBatchSize)
    const done = single || cursor.at >= documents.length
    return cursorReply('firstBatch', batch, done ? 0n : this.#remember(cursor), namespace)
  }

  more(id: bigint, namespace: string, batchSize: number | undefined): Doc {
    const cursor = this.#cursors.get(id)
    if (!cursor) return fail(43, `cursor id ${id} not found`)
    if (cursor.namespace !== namespace)
      fail(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`
      )
    if (cursor.dropped) {
      this.#cursors.delete(id)
      fail(175, `collection dropped: ${namespace}`)
    }
    const batch = take(cursor, batchSize === undefined || batchSize === 0 ? Number.POSITIVE_INFINITY : batchSize)
    cursor.usedAt = Date.now()
    const done = cursor.at >= cursor.documents.length
    if (done) this.#cursors.delete(id)
    return cursorReply('nextBatch', batch, done ? 0n : id, namespace)
  }

  kill(id: bigint, namespace: string): boolean {
    return this.#cursors.get(id)?.namespace === namespace && this.#cursors.delete(id)
  }

  /** Drops the remaining results of a dropped collection. */
  dropOf(namespace: string): void {
    for (const cursor of this.#cursors.values()) if (cursor.namespace === namespace) cursor.dropped = true
  }

  /** Forgets cursors that nobody has used for ten minutes. */
  expire(now: number): void {
    for (const [id, cursor] of this.#cursors) {
      if (!cursor.keep && now - cursor.usedAt > idleMs) this.#cursors.delete(id)
    }
  }

  get size(): number {
    return this.#cursors.size
  }

  #remember(cursor: Cursor): bigint {
    if (this.#cursors.size >= maxCursors) fail(146, `more than ${maxCursors} open cursors`)
    const id = this.#next++
    this.#cursors.set(id, cursor)
    return id
  }
}

function take(cursor: Cursor, count: number): Doc[] {
  const batch: Doc[] = []
  let bytes = 0
  while (batch.length < count && cursor.at < cursor.documents.length) {
    const document = cursor.documents[cursor.at]!
    // in the reply's array, each is preceded by a type, its index as text, and a zero
    bytes += BSON.calculateObjectSize(document) + String(batch.length).length + 2
    if (bytes > maxBatchBytes && batch.length > 0) break
    batch.push(document)
    cursor.at++
  }
  return batch
}

function cursorReply(name: string, batch: Doc[], id: bigint, namespace: string): Doc {
  return documentOf({ cursor: documentOf({ [name]: batch, id, ns: namespace }) })
}
