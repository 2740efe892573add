import { compileFilter } from '../query/filter.ts'
import { findRecords } from '../query/find.ts'
import { documentOf } from '../values/bson.ts'
import type { Catalog } from './catalog.ts'
import type { Collection } from './collection.ts'
import type { StoredRecord } from './document-index.ts'

/** Deletes documents that have expired at `now` (ms) according to TTL indexes; returns how many. */
export function deleteExpired(catalog: Catalog, now: number): number {
  let deleted = 0
  for (const name of catalog.databases()) {
    for (const collection of catalog.collections(name)) {
      for (const record of expired(collection, now)) {
        if (!collection.records.has(record)) continue
        collection.delete(record)
        deleted++
      }
    }
  }
  return deleted
}

/** A document expires with the earliest date in its field; values other than dates never expire. */
function expired(collection: Collection, now: number): StoredRecord[] {
  return collection.indexes.flatMap(({ spec }) => {
    if (spec.expireAfterSeconds === undefined) return []
    const latest = new Date(now - spec.expireAfterSeconds * 1000)
    const due = documentOf({ [spec.fields[0]!.path]: documentOf({ $lte: latest }) })
    const records = findRecords(collection, { filter: compileFilter(due) }, { keys: 0, documents: 0 })
    return spec.partial ? records.filter(record => spec.partial!.test(record.document)) : records
  })
}
