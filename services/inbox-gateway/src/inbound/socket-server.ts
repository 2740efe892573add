import type { Server as HttpServer } from 'node:http'
import type { AccessTokenClaims, ClientEvents, ServerEvents } from '@inbox/contracts'
import type { User } from '@inbox/http'
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

const LARGEST_EVENT_BYTES = 100_000
/** The part of the ping interval that a ping and its pong have to arrive in, so that the next proof comes in time (I7). */
const UNDERWAY = 0.1

/** Socket.IO at /socket.io. State is never recovered from memory: after every gap the client gets a snapshot. */
export const socketServer = (http: HttpServer, config: Config, welcome: () => boolean): InboxServer =>
  new Server(http, {
    // refused like this, clients go on trying by themselves; by a middleware they would not
    allowRequest: (_request, answer) => answer(welcome() ? null : 'elsewhere, please', welcome()),
    serveClient: false,
    pingInterval: config.PRESENCE_PING_MS * (1 - UNDERWAY),
    pingTimeout: config.SOCKET_PING_TIMEOUT_MS,
    maxHttpBufferSize: LARGEST_EVENT_BYTES,
    ...(config.CORS_ORIGINS.length > 0 && { cors: { origin: config.CORS_ORIGINS, credentials: true } })
  })
