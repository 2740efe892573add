import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import type { Doc } from '../values/bson.ts'
import { decode } from '../values/decode.ts'
import { encode } from '../values/encode.ts'

/** Persists changes. Nothing is durable, and no reply leaves, before the next commit. */
export type Journal = {
  putDocument: (collection: number, record: number, bson: Uint8Array) => void
  removeDocument: (record: number) => void
  putCollection: (collection: number, description: Doc) => void
  removeCollection: (collection: number) => void
  putRetry: (key: string, description: Doc) => void
  /** Runs `then` once all changes so far are durable: at once if there are none. */
  whenDurable: (then: () => void) => void
  load: (onRow: (kind: 'collection' | 'document' | 'retry', row: LoadedRow) => void) => void
  close: () => void
}

export type LoadedRow = { id: number; collection: number; value: Doc; size: number }

/** Keeps nothing: for a server in memory only. */
export const noJournal: Journal = {
  putDocument: () => {},
  removeDocument: () => {},
  putCollection: () => {},
  removeCollection: () => {},
  putRetry: () => {},
  whenDurable: then => then(),
  load: () => {},
  close: () => {}
}

const schema = `
  CREATE TABLE IF NOT EXISTS collections (id INTEGER PRIMARY KEY, sum INTEGER NOT NULL, bson BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS documents
    (id INTEGER PRIMARY KEY, collection INTEGER NOT NULL, sum INTEGER NOT NULL, bson BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS retries (key TEXT PRIMARY KEY, at INTEGER NOT NULL, sum INTEGER NOT NULL, bson BLOB NOT NULL);
  PRAGMA user_version = 1;`

const retryDays = 1

/**
 * Opens `<dataDir>/embedded-mongo.sqlite`, which only one process can have open.
 * All changes of one turn of the event loop are one transaction; if it fails, `onFailure` must end the process.
 * Commits survive any end of the process; a power cut may lose the last moments.
 */
export function openJournal(dataDir: string, onFailure: (error: Error) => void): Journal {
  const file = join(dataDir, 'embedded-mongo.sqlite')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (existsSync(file)) demandContent(file)
  else create(file)
  const database = open(file)
  const run = statements(database)
  const { change, commit, whenDurable } = groupCommit(database, cause =>
    onFailure(new Error(`writing ${file} failed`, { cause }))
  )
  return {
    putDocument: (collection, record, bson) => change(() => run.putDocument.run(record, collection, crc32(bson), bson)),
    removeDocument: record => change(() => run.removeDocument.run(record)),
    putCollection: (collection, description) => {
      const bson = encode(description)
      change(() => run.putCollection.run(collection, crc32(bson), bson))
    },
    removeCollection: collection => change(() => run.removeCollection.run(collection)),
    putRetry: (key, description) => {
      const bson = encode(description)
      change(() => run.putRetry.run(key, Date.now(), crc32(bson), bson))
    },
    whenDurable,
    load: onRow => {
      database.prepare('DELETE FROM retries WHERE at < ?').run(Date.now() - retryDays * 86_400_000)
      for (const kind of ['collection', 'document', 'retry'] as const) loadTable(database, file, kind, onRow)
    },
    close: () => {
      commit()
      database.close()
    }
  }
}

/** One transaction per turn of the event loop. After a failure, nothing is written and nobody is answered. */
function groupCommit(database: DatabaseSync, onFailure: (cause: unknown) => void) {
  let state: 'clean' | 'changing' | 'failed' = 'clean'
  let waiting: (() => void)[] = []

  const guarded = (work: () => void) => {
    try {
      work()
    } catch (error) {
      state = 'failed'
      waiting = []
      onFailure(error)
    }
  }
  const commit = () => {
    if (state !== 'changing') return
    guarded(() => {
      database.exec('COMMIT')
      state = 'clean'
    })
    const ready = waiting
    waiting = []
    for (const then of ready) then()
  }
  const change = (write: () => void) => {
    if (state === 'failed') throw new Error('the data can no longer be written')
    guarded(() => {
      if (state === 'clean') {
        database.exec('BEGIN')
        state = 'changing'
        setImmediate(commit)
      }
      write()
    })
  }
  const whenDurable = (then: () => void) => {
    if (state === 'changing') waiting.push(then)
    else if (state === 'clean') then()
  }
  return { change, commit, whenDurable }
}

/** Data are created atomically, so an empty file, or a log without its file, means that they were damaged. */
function create(file: string): void {
  const log = `${file}-wal`
  if (existsSync(log) && statSync(log).size > 0) throw damaged(file, `it is gone, ${log} is there`)
  const draft = `${file}.new`
  for (const leftover of [draft, `${draft}-wal`, `${draft}-shm`]) rmSync(leftover, { force: true })
  const database = new DatabaseSync(draft)
  database.exec(`PRAGMA journal_mode = WAL; ${schema}`)
  database.close()
  renameSync(draft, file)
}

function demandContent(file: string): void {
  if (statSync(file).size === 0) throw damaged(file, 'it is empty')
}

const damaged = (file: string, what: string, cause?: unknown) =>
  new Error(
    `${file} is damaged (${what}). Restore it from a copy, or remove it, and what begins with its name, to start empty.`,
    { cause }
  )

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
    // up to 32 MB of log, so that frequently changed pages are written to the file once for many changes
    database.exec('PRAGMA wal_autocheckpoint = 8000')
    database.exec(schema)
    const check = database.prepare('PRAGMA quick_check(1)').get()
    if (check?.quick_check !== 'ok') throw new Error(String(check?.quick_check))
    return database
  } catch (error) {
    database.close()
    const { errcode, message } = error as { errcode?: number; message: string }
    if (errcode === 5)
      throw new Error(`${file} is in use by another process: one server per data folder`, { cause: error })
    throw damaged(file, message, error)
  }
}

function statements(database: DatabaseSync) {
  return {
    putDocument: database.prepare('INSERT OR REPLACE INTO documents (id, collection, sum, bson) VALUES (?, ?, ?, ?)'),
    removeDocument: database.prepare('DELETE FROM documents WHERE id = ?'),
    putCollection: database.prepare('INSERT OR REPLACE INTO collections (id, sum, bson) VALUES (?, ?, ?)'),
    removeCollection: database.prepare('DELETE FROM collections WHERE id = ?'),
    putRetry: database.prepare('INSERT OR REPLACE INTO retries (key, at, sum, bson) VALUES (?, ?, ?, ?)')
  }
}

const selections = {
  collection: 'SELECT id, 0 AS collection, sum, bson FROM collections ORDER BY id',
  document: 'SELECT id, collection, sum, bson FROM documents ORDER BY id',
  retry: 'SELECT 0 AS id, 0 AS collection, sum, bson FROM retries'
}

function loadTable(
  database: DatabaseSync,
  file: string,
  kind: keyof typeof selections,
  onRow: (kind: 'collection' | 'document' | 'retry', row: LoadedRow) => void
): void {
  for (const row of database.prepare(selections[kind]).iterate()) {
    const { id, collection, sum, bson } = row as { id: number; collection: number; sum: number; bson: Uint8Array }
    if (crc32(bson) !== sum) {
      throw damaged(file, `${kind} ${id} does not match its checksum`)
    }
    onRow(kind, { id, collection, value: decode(bson), size: bson.length })
  }
}
