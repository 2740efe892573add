import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ipKeyGenerator } from 'express-rate-limit'
import { problem } from './problem.ts'
import { refuseSocket } from './refuse.ts'

export interface ListenOptions {
  port: number
  host: string
  /** How many connections one address may have open at once; default: unlimited. */
  connectionsPerAddress?: number
  /** A proxy carries the connections of many callers, so it is not limited. */
  isProxy: (address: string) => boolean
  /** Time for a request to arrive, from its first byte, or from the connection if nothing comes at all; for tests. */
  within?: { headersMs: number; requestMs: number }
  /** Time for a request to arrive. Default 20 s. */
  requestMs?: number
  /** A connection that accepts no data for so long, or on which nothing happens at all, is cut off. */
  stalledMs?: number | undefined
}

/** Time for a request of ordinary size to arrive. */
export const REQUEST_MS = 20_000
const WITHIN = { headersMs: 5000, requestMs: REQUEST_MS }
/** Longer than any call takes. */
const STALLED_MS = 30_000
const LOOKED_AFTER_MS = 1000
const IDLE_MS = 65_000
const GRACE_MS = 5000

/** Listens; cuts off whoever does not finish a request in time or read its answer, or opens too many connections. */
export async function listen(listener: RequestListener, options: ListenOptions): Promise<Server> {
  const { headersMs, requestMs } = options.within ?? {
    ...WITHIN,
    ...(options.requestMs && { requestMs: options.requestMs })
  }
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: LOOKED_AFTER_MS,
      keepAliveTimeout: IDLE_MS
    },
    listener
  )
  server.timeout = options.stalledMs ?? STALLED_MS
  if (options.connectionsPerAddress !== undefined)
    limitConnections(server, options.connectionsPerAddress, options.isProxy)
  server.on('clientError', refuseUnreadable)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return server
}

export const urlOf = (server: Server, host: string) => `http://${host}:${(server.address() as AddressInfo).port}`

function limitConnections(server: Server, most: number, isProxy: ListenOptions['isProxy']): void {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket
    if (isProxy(remoteAddress)) return
    const key = ipKeyGenerator(remoteAddress)
    const count = (open.get(key) ?? 0) + 1
    if (count > most) return void socket.destroy()
    open.set(key, count)
    socket.once('close', () => {
      const left = open.get(key)! - 1
      if (left === 0) open.delete(key)
      else open.set(key, left)
    })
  })
}

const UNREADABLE: Record<string, [status: number, code: string, detail: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'timeout', 'The request did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'too-large', 'The request headers exceed the limit'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'too-large', 'The request body exceeds the limit']
}

/** Answers input that is not a valid request, which no handler ever sees. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, code, detail] = UNREADABLE[error.code ?? ''] ?? [400, 'malformed', 'This is not an HTTP request']
  refuseSocket(socket, problem(status, code, detail))
}

/** Lets running calls finish, for at most 5 s. `server.close` alone waits for idle keep-alive connections for ever. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  await Promise.race([closed, sleep(GRACE_MS, undefined, { ref: false })])
  server.closeAllConnections()
  await closed
  clearInterval(sweep)
}
