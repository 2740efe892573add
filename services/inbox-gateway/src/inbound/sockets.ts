import type { Server as HttpServer } from 'node:http'
import type { Logger } from '@inbox/telemetry'
import { gauge } from '@inbox/telemetry'
import type { Access } from '../access.ts'
import type { Config } from '../config.ts'
import type { Push } from '../domain/pushes.ts'
import { agentRoom, roomsOf } from '../domain/visibility.ts'
import type { Beats } from '../outbound/beats.ts'
import { snapshotsBy } from '../outbound/snapshots.ts'
import type { Views } from '../outbound/views.ts'
import { answerSocket } from './client-events.ts'
import { previewsOf } from './previews.ts'
import { type InboxSocket, socketServer } from './socket-server.ts'

interface Dependencies {
  http: HttpServer
  access: Access
  views: Views
  beats: Beats
  config: Config
  logger: Logger
}

/** The open sockets of agents. */
export interface Sockets extends AsyncDisposable {
  push(pushes: readonly Push[]): void
  /** The agent may be another than before: their sockets change rooms, or end. */
  reconsider(agentId: string): void
  /** Something may have been missed: everybody gets what they see now. */
  refreshAll(): void
}

const connections = gauge('gateway_sockets', 'Open sockets of agents')
/** Whose end nobody saw: the last proof of life counts instead. */
const SILENT = ['ping timeout', 'transport error']
const LONGEST_TIMEOUT_MS = 2_000_000_000
const OURS = 'server shutting down'

export function openSockets({ http, access, views, beats, config, logger }: Dependencies): Sockets {
  const io = socketServer(http, config)
  const snapshots = snapshotsBy(views, logger)
  const previews = previewsOf(io, views)
  const expiries = new WeakMap<InboxSocket, NodeJS.Timeout>()

  const expireLater = (socket: InboxSocket) => {
    clearTimeout(expiries.get(socket))
    const endsInMs = (socket.data.claims.exp + config.ACCESS_TOKEN_GRACE_SECONDS) * 1000 - Date.now()
    expiries.set(
      socket,
      setTimeout(() => socket.disconnect(true), Math.min(endsInMs, LONGEST_TIMEOUT_MS))
    )
  }
  /** Puts a socket where its user belongs by now; false if they may no longer be here. */
  const settle = (socket: InboxSocket): boolean => {
    const user = access.userBy(socket.data.claims)
    if (!user) return false
    socket.data.user = user
    const rooms = new Set<string>([socket.id, ...roomsOf(user)])
    for (const room of socket.rooms) if (!rooms.has(room)) void socket.leave(room)
    void socket.join([...rooms])
    return true
  }
  const reconsider = (socket: InboxSocket) => {
    const before = [...socket.rooms].sort().join()
    if (!settle(socket)) socket.disconnect(true)
    else if ([...socket.rooms].sort().join() !== before) snapshots.request(socket)
  }
  const renewed = (socket: InboxSocket, claims: InboxSocket['data']['claims']) => {
    socket.data.claims = claims
    expireLater(socket)
    reconsider(socket)
  }

  io.use(async (socket, next) => {
    const token: unknown = socket.handshake.auth.token
    const claims = typeof token === 'string' ? await access.verify(token) : null
    if (!claims) return next(refusal())
    socket.data.claims = claims
    next()
  })
  io.on('connection', socket => {
    if (!settle(socket)) return void socket.disconnect(true)
    connections.inc()
    beats.opened(socket.id, socket.data.user.id)
    socket.conn.on('packet', () => beats.proof(socket.id))
    socket.on('disconnect', reason => {
      connections.dec()
      clearTimeout(expiries.get(socket))
      previews.stopAll(socket)
      if (reason !== OURS) beats.closed(socket.id, !SILENT.includes(reason))
    })
    expireLater(socket)
    answerSocket(socket, { access, views, previews, renewed, logger })
    snapshots.request(socket)
  })

  const socketsOf = (agentId: string) =>
    [...(io.sockets.adapter.rooms.get(agentRoom(agentId)) ?? [])].flatMap(id => io.sockets.sockets.get(id) ?? [])

  return {
    push(pushes) {
      for (const { event, rooms, payload } of pushes) io.to(rooms).emit(event, payload as never)
    },
    reconsider: agentId => socketsOf(agentId).forEach(reconsider),
    refreshAll() {
      for (const socket of io.sockets.sockets.values()) {
        if (settle(socket)) snapshots.request(socket)
        else socket.disconnect(true)
      }
    },
    // as if the network had failed: clients come back by themselves, to another gateway
    async [Symbol.asyncDispose]() {
      void io.close()
    }
  }
}

const refusal = () =>
  Object.assign(new Error('unauthenticated'), { data: { code: 'unauthenticated', detail: 'A valid token is needed' } })
