import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { type Context, replicaSetName } from './commands/command.ts'
import { Cursors } from './commands/cursors.ts'
import { FailCommand } from './commands/fail-command.ts'
import { RetryableWrites } from './commands/retryable-writes.ts'
import { runCommand } from './commands/run-command.ts'
import { Catalog } from './storage/catalog.ts'
import { type Journal, noJournal, openJournal } from './storage/journal.ts'
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
  /** Receives one line for each notable event. Default: none. */
  log?: (line: string) => void
  /** Commands slower than this are logged; 100 by default. */
  slowMs?: number
  /** Roughly how much memory documents may take before inserts are refused; 1024 by default. */
  memoryLimitMb?: number
  maxConnections?: number
  /** How often expired documents are deleted; 60 by default, as in MongoDB. */
  ttlSeconds?: number
  /** Called once when data can no longer be written: the process must end. Connections are closed by then. */
  onFailure?: (error: Error) => void
}

export type EmbeddedMongo = AsyncDisposable & { uri: string; port: number; close: () => Promise<void> }

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

/** Starts the embedded development database. Rejects non-loopback addresses, and data that are damaged or in use. */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { dataDir, port = 0, host = '127.0.0.1', memoryLimitMb = 1024, ttlSeconds = 60 } = options
  if (!loopback.has(host)) throw new Error(`the embedded database listens on loopback only, not on ${host}`)
  const sockets = new Set<Socket>()
  const server = createServer()
  const hangUp = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  const journal =
    dataDir === null
      ? noJournal
      : openJournal(dataDir, error => {
          hangUp()
          options.onFailure?.(error)
        })
  const catalog = new Catalog(journal, memoryLimitMb)
  const retries = new RetryableWrites(journal)
  catalog.load(description => retries.restore(description))
  const cursors = new Cursors()
  const ttl = repeated(() => deleteExpired(catalog, Date.now()), ttlSeconds)
  const expiry = repeated(() => cursors.expire(Date.now()), 60)
  server.maxConnections = options.maxConnections ?? 1000
  const actualPort = await listen(server, port, host)
  const address = `${host.includes(':') ? `[${host}]` : host}:${actualPort}`
  const reach = { catalog, cursors, retries, failures: new FailCommand(), address, setTtlInterval: ttl.every }
  answerConnections(server, sockets, reach, journal, options)

  const close = async () => {
    ttl.stop()
    expiry.stop()
    if (!server.listening) return
    const closed = once(server, 'close')
    hangUp()
    await closed
    journal.close()
  }
  const uri = `mongodb://${address}/?replicaSet=${replicaSetName}&directConnection=true`
  return { uri, port: actualPort, close, [Symbol.asyncDispose]: close }
}

type Reach = Omit<Context, 'connectionId' | 'database' | 'examined'>

/** Runs the commands of every connection; a reply leaves once what it reports is durable. */
function answerConnections(
  server: Server,
  sockets: Set<Socket>,
  reach: Reach,
  journal: Journal,
  { log = () => {}, slowMs = 100 }: EmbeddedMongoOptions
): void {
  let lastConnection = 0
  server.on('connection', socket => {
    const connectionId = ++lastConnection
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    const reply = (request: Doc, answer: (reply: Doc) => void) => {
      const database = String(request.$db)
      const context: Context = { ...reach, connectionId, database, examined: { keys: 0, documents: 0 } }
      const started = performance.now()
      const body = runCommand(request, context, error => log(`defect: ${(error as Error).stack}`))
      const ms = performance.now() - started
      if (ms >= slowMs) log(slowLine(request, context, ms))
      journal.whenDurable(() => answer(body))
    }
    serve(socket, reply, error => log(`connection closed: ${(error as Error).message}`))
  })
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
