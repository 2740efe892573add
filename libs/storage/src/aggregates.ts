import { isDeepStrictEqual } from 'node:util'
import { failPoint } from '@inbox/runtime'
import { findById, insertEach, updateEach } from './batches.ts'
import type { Collection } from './bounded.ts'
import { ensureIndexes, type IndexOf } from './collection.ts'
import { type Outbox, outboxIndex } from './outbox.ts'
import type { Entry } from './outbox-document.ts'

/** A document that one service writes, changed only by conditional updates on `version`. */
export interface Aggregate {
  _id: string
  version: number
  outbox: Entry[]
}

/** A successful commit; await `recorded` before answering if reads of other collections must show it. */
export interface Committed<Doc> {
  document: Doc
  recorded: Promise<void>
}

export interface Aggregates<Doc extends Aggregate> {
  load(id: string): Promise<Doc | null>
  /** Throws the driver's duplicate-key error (see isDuplicateKey) when a unique index forbids it. */
  insert(document: Doc): Promise<Committed<Doc>>
  /**
   * Writes `after` and appends `entries` if the stored version is still `before.version`; otherwise, or if the document
   * is gone, returns `conflict`. Throws the driver's duplicate-key error when a unique index forbids it.
   */
  commit(before: Doc, after: Doc, entries: Entry[]): Promise<Committed<Doc> | 'conflict'>
}

/** Writes state and events at once: the document, its version and its outbox. */
export async function openAggregates<Doc extends Aggregate>(
  collection: Collection<Doc>,
  outbox: Outbox,
  indexes: IndexOf[]
): Promise<Aggregates<Doc>> {
  await ensureIndexes(collection, [...indexes, outboxIndex])

  const committed = (document: Doc): Committed<Doc> => {
    failPoint('storage.afterCommit')
    return { document, recorded: outbox.dispatch(document).recorded }
  }
  const insert = insertEach(collection)
  const update = updateEach(collection)
  return {
    load: findById(collection),
    async insert(given) {
      const document = { ...given, outbox: outbox.stamped(given.outbox) }
      failPoint('storage.beforeCommit')
      await insert(document)
      return committed(document)
    },
    async commit(before, after, given) {
      const entries = outbox.stamped(given)
      failPoint('storage.beforeCommit')
      const { _id, version } = before
      if (!(await update({ _id, version, update: changes(before, after, entries) }))) return 'conflict'
      return committed({ ...after, version: version + 1, outbox: [...before.outbox, ...entries] })
    }
  }
}

/** The update that turns `before` into `after`: changed top-level fields only. */
function changes(before: Aggregate, after: Aggregate, entries: Entry[]): Record<string, unknown> {
  const set: Record<string, unknown> = { version: before.version + 1 }
  const unset: Record<string, ''> = {}
  const [was, is] = [before, after].map(({ _id, version, outbox, ...fields }) => fields as Record<string, unknown>) as [
    Record<string, unknown>,
    Record<string, unknown>
  ]
  for (const field of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (is[field] === undefined) {
      if (was[field] !== undefined) unset[field] = ''
    } else if (!isDeepStrictEqual(was[field], is[field])) set[field] = is[field]
  }
  return {
    $set: set,
    ...(Object.keys(unset).length > 0 && { $unset: unset }),
    ...(entries.length > 0 && { $push: { outbox: { $each: entries } } })
  }
}
