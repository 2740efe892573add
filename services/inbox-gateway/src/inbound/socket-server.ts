import type { Server as HttpServer } from 'node:http'
import { type ClientEvents, listConversations, type ServerEvents } from '@inbox/contracts'
import { type Admission, admitSockets, type User, whyNotAdmitted } from '@inbox/http'
import { Server, type Socket } from 'socket.io'
import type { Access, Identity } from '../application/access.ts'
import type { Config } from '../config.ts'
import { agentRoom, type Room } from '../domain/visibility.ts'

type ToClient = { [Name in keyof ServerEvents]: (payload: ServerEvents[Name]) => void }
type FromClient = { [Name in keyof ClientEvents]: (payload: unknown, acknowledge?: unknown) => void }

/** What we know about the person or program at a socket. */
export interface SocketData {
  identity: Identity
  user: User
}
export type InboxServer = Server<FromClient, ToClient, Record<string, never>, SocketData>
export type InboxSocket = Socket<FromClient, ToClient, Record<string, never>, SocketData>

const LARGEST_EVENT_BYTES = 100_000
/** The share of the ping interval left for a ping and its pong to arrive, so that the next proof comes in time (I7). */
const UNDERWAY = 0.1
/** How soon a new connection must have said whose it is; a busy gateway may take a while to process that. */
const TOKEN_WITHIN_MS = 10_000

/** An agent uses a tab or two, and may have left some others open. */
const MAX_PER_AGENT = 20

interface Dependencies {
  http: HttpServer
  access: Pick<Access, 'identify'>
  admission: Admission
  config: Pick<Config, 'PRESENCE_PING_MS' | 'SOCKET_PING_TIMEOUT_MS' | 'CORS_ORIGINS'>
}

/**
 * Socket.IO at /socket.io, for clients that are admitted and present a valid token. State is never recovered from
 * memory: after every gap the client gets a snapshot. Disposing looks to clients like a network failure: they
 * reconnect, to another gateway.
 */
export function socketServer({ http, access, admission, config }: Dependencies): InboxServer & Disposable {
  const io: InboxServer = new Server(http, {
    serveClient: false,
    pingInterval: config.PRESENCE_PING_MS * (1 - UNDERWAY),
    pingTimeout: config.SOCKET_PING_TIMEOUT_MS,
    connectTimeout: TOKEN_WITHIN_MS,
    maxHttpBufferSize: LARGEST_EVENT_BYTES,
    ...(config.CORS_ORIGINS.length > 0 && { cors: { origin: config.CORS_ORIGINS, credentials: true } })
  })
  admitSockets(io.engine, admission)
  io.use(requireToken(access))
  io.use((socket, next) => {
    const open = socketsOf(io, agentRoom(socket.data.identity.id)).length
    next(open < MAX_PER_AGENT ? undefined : refusal('too-many-requests'))
  })
  return Object.assign(io, { [Symbol.dispose]: () => void io.close() })
}

const requireToken =
  ({ identify }: Pick<Access, 'identify'>): Parameters<InboxServer['use']>[0] =>
  async (socket, next) => {
    const { token }: { token?: unknown } = socket.handshake.auth
    socket.handshake.auth = {}
    const identity = typeof token === 'string' ? await identify(token) : null
    const user = identity?.user()
    if (!identity || !user) return next(refusal('unauthenticated'))
    // what is pushed here is what the caller may list
    const why = whyNotAdmitted(user, listConversations)
    if (why !== undefined) return next(refusal('forbidden', why))
    socket.data.identity = identity
    next()
  }

const details = {
  unauthenticated: 'A valid token is required',
  forbidden: 'Not for service accounts',
  'too-many-requests': 'Too many connections for this agent'
}
const refusal = (code: keyof typeof details, detail = details[code]) =>
  Object.assign(new Error(code), { data: { code, detail } })

/** The open sockets in a room. */
export const socketsOf = (io: InboxServer, room: Room): InboxSocket[] =>
  [...(io.sockets.adapter.rooms.get(room) ?? [])].flatMap(id => io.sockets.sockets.get(id) ?? [])
