import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http'
import type { AccessTokenClaims, ClientEvents, ServerEvents } from '@inbox/contracts'
import type { Problem, User } from '@inbox/http'
import { Server, type Socket } from 'socket.io'
import type { Config } from '../config.ts'

type ToClient = { [Name in keyof ServerEvents]: (payload: ServerEvents[Name]) => void }
type FromClient = { [Name in keyof ClientEvents]: (payload: unknown, acknowledge?: unknown) => void }

/** What we know of a socket's human. */
export interface SocketData {
  claims: AccessTokenClaims
  user: User
}
export type InboxServer = Server<FromClient, ToClient, Record<string, never>, SocketData>
export type InboxSocket = Socket<FromClient, ToClient, Record<string, never>, SocketData>

/** Why a new connection is refused; undefined = it is welcome. */
export type Admit = (request: IncomingMessage) => Problem | undefined

const LARGEST_EVENT_BYTES = 100_000
/** The part of the ping interval that a ping and its pong have to arrive in, so that the next proof comes in time (I7). */
const UNDERWAY = 0.1

/** Socket.IO at /socket.io. State is never recovered from memory: after every gap the client gets a snapshot. */
export function socketServer(http: HttpServer, config: Config, admit: Admit): InboxServer {
  const io: InboxServer = new Server(http, {
    serveClient: false,
    pingInterval: config.PRESENCE_PING_MS * (1 - UNDERWAY),
    pingTimeout: config.SOCKET_PING_TIMEOUT_MS,
    maxHttpBufferSize: LARGEST_EVENT_BYTES,
    ...(config.CORS_ORIGINS.length > 0 && { cors: { origin: config.CORS_ORIGINS, credentials: true } })
  })
  // refused here, clients go on trying by themselves; by a middleware of sockets they would not
  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const opens = !new URL(request.url ?? '', 'http://any').searchParams.has('sid')
    const problem = opens ? admit(request) : undefined
    if (problem) {
      response.writeHead(problem.status, { 'Content-Type': 'application/problem+json', 'Retry-After': '1' })
      response.end(JSON.stringify(problem))
      return
    }
    if (request.headers.upgrade) Object.assign(response, { req: undefined })
    next()
  })
  // Engine.IO would keep each connection's first request in two places as long as it lives: a third of its memory
  io.engine.on('connection', (connection: { request: unknown }) => {
    connection.request = undefined
  })
  return io
}
