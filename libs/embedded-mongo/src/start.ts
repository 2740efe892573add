import { createServer, type Server, type Socket } from 'node:net'
import { type Context, replicaSetName } from './commands/command.ts'
import { Cursors } from './commands/cursors.ts'
import { RetryableWrites } from './commands/retryable-writes.ts'
import { runCommand } from './commands/run-command.ts'
import { Catalog } from './storage/catalog.ts'
import { noJournal, openJournal } from './storage/journal.ts'
import { deleteExpired } from './storage/ttl.ts'
import type { Doc } from './values/bson.ts'
import { serve } from './wire/connection.ts'

export type EmbeddedMongoOptions = {
  /** Folder of the data; null keeps everything in memory only. */
  dataDir: string | null
  /** 0 (the default) takes any free port. */
  port?: number
  /** A loopback address; 127.0.0.1 by default. */
  host?: string
  /** Gets one line for each notable event; nothing by default. */
  log?: (line: string) => void
  /** Commands slower than this are logged; 100 by default. */
  slowMs?: number
  /** About how much memory documents may take before inserts are refused; 1024 by default. */
  memoryLimitMb?: number
  maxConnections?: number
  /** How often expired documents are deleted; 60 by default, as in MongoDB. */
  ttlSeconds?: number
  /** Called once when data can no longer be written: the process must end. Connections are closed by then. */
  onFailure?: (error: Error) => void
}

export type EmbeddedMongo = AsyncDisposable & { uri: string; port: number; close: () => Promise<void> }

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** Starts the embedded development database. Rejects on any other address than loopback, and on damaged or used data. */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { dataDir, port = 0, host = '127.0.0.1', log = () => {}, slowMs = 100, memoryLimitMb = 1024 } = options
  if (!loopback.has(host)) throw new Error(`the embedded database listens on loopback only, not on ${host}`)
  const sockets = new Set<Socket>()
  const journal =
    dataDir === null
      ? noJournal
      : openJournal(dataDir, error => {
          for (const socket of sockets) socket.destroy()
          server.close()
          options.onFailure?.(error)
        })
  const catalog = new Catalog(journal, memoryLimitMb)
  const retries = new RetryableWrites(journal)
  catalog.load(description => retries.restore(description))
  const cursors = new Cursors()
  const ttl = repeated(() => deleteExpired(catalog, Date.now()), options.ttlSeconds ?? 60)
  const expiry = repeated(() => cursors.expire(Date.now()), 60)
  let address = ''
  let lastConnection = 0

  const server = createServer(socket => {
    const shared = { catalog, cursors, retries, connectionId: ++lastConnection, address, setTtlInterval: ttl.every }
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    const reply = (request: Doc, answer: (reply: Doc) => void) => {
      const started = performance.now()
      const context: Context = {
        ...shared,
        database: typeof request.$db === 'string' ? request.$db : 'admin',
        examined: { keys: 0, documents: 0 }
      }
      const body = runCommand(request, context, error => log(`defect: ${(error as Error).stack}`))
      const ms = performance.now() - started
      if (ms >= slowMs) log(slowLine(request, context, ms))
      journal.whenDurable(() => answer(body))
    }
    serve(socket, reply, error => log(`connection closed: ${(error as Error).message}`))
  })
  server.maxConnections = options.maxConnections ?? 1000
  const actualPort = await listen(server, port, host)
  address = `${host.includes(':') ? `[${host}]` : host}:${actualPort}`

  const close = async () => {
    ttl.stop()
    expiry.stop()
    if (!server.listening) return
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
    journal.close()
  }
  return {
    uri: `mongodb://${address}/?replicaSet=${replicaSetName}&directConnection=true`,
    port: actualPort,
    close,
    [Symbol.asyncDispose]: close
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve((server.address() as { port: number }).port))
  })
}

function repeated(work: () => void, seconds: number) {
  let timer = setInterval(work, seconds * 1000).unref()
  return {
    every: (next: number) => {
      clearInterval(timer)
      timer = setInterval(work, next * 1000).unref()
    },
    stop: () => clearInterval(timer)
  }
}

function slowLine(request: Doc, context: Context, ms: number): string {
  const [name, target] = Object.entries(request)[0] ?? []
  const { keys, documents } = context.examined
  return `slow command: ${context.database}.${typeof target === 'string' ? target : ''} ${name} ${Math.round(ms)} ms, examined ${keys} keys and ${documents} documents`
}
