import type { Journal } from '../storage/journal.ts'
import { Binary, type Doc, documentOf, isDocument } from '../values/bson.ts'
import { fail } from '../values/errors.ts'

const maxRemembered = 10_000

/** The last write of each client session with its reply: a repeated write is answered, but not done again. */
export class RetryableWrites {
  readonly #last = new Map<string, { number: bigint; reply: Doc }>()
  readonly #journal: Journal

  constructor(journal: Journal) {
    this.#journal = journal
  }

  restore(description: Doc): void {
    this.#last.set(description.key as string, {
      number: BigInt(description.number as bigint),
      reply: description.reply as Doc
    })
  }

  /** Runs `write` unless this very write has been done before. */
  once(request: Doc, write: () => Doc): Doc {
    const key = sessionKey(request.lsid)
    if (request.txnNumber === undefined || key === undefined) return write()
    const number = BigInt(request.txnNumber as bigint)
    const last = this.#last.get(key)
    if (last && last.number === number) return last.reply
    if (last && last.number > number) {
      fail(
        225,
        `Retryable write with txnNumber ${number} is prohibited because a newer one with txnNumber ${last.number} has already started`
      )
    }
    const reply = write()
    this.#remember(key, number, reply)
    return reply
  }

  #remember(key: string, number: bigint, reply: Doc): void {
    this.#last.delete(key)
    this.#last.set(key, { number, reply })
    this.#journal.putRetry(key, documentOf({ key, number, reply }))
    if (this.#last.size <= maxRemembered) return
    const [oldest] = this.#last.keys()
    this.#last.delete(oldest!)
  }
}

function sessionKey(lsid: unknown): string | undefined {
  const id = isDocument(lsid) ? lsid.id : undefined
  return id instanceof Binary ? Buffer.from(id.buffer).toString('hex') : undefined
}
