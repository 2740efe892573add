import type { Server as HttpServer } from 'node:http'
import { pause } from '@inbox/runtime'
import { gauge, type Logger } from '@inbox/telemetry'
import type { Access } from '../access.ts'
import type { Config } from '../config.ts'
import type { Push } from '../domain/pushes.ts'
import { agentRoom } from '../domain/visibility.ts'
import type { Beats } from '../outbound/beats.ts'
import { snapshotsBy } from '../outbound/snapshots.ts'
import type { Views } from '../outbound/views.ts'
import { answerSocket } from './client-events.ts'
import { membershipBy } from './membership.ts'
import { previewsOf } from './previews.ts'
import { type InboxServer, type InboxSocket, socketServer } from './socket-server.ts'

interface Dependencies {
  http: HttpServer
  access: Access
  views: Views
  beats: Beats
  /** Whether agents may connect. */
  welcome: () => boolean
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
  /** Ends all connections within some seconds, as if the network had failed: clients come back by themselves, elsewhere. */
  sendAway(): Promise<void>
}

const connections = gauge('gateway_sockets', 'Open sockets of agents')
/** Whose end nobody saw: the last proof of life counts instead. */
const SILENT = ['ping timeout', 'transport error']
const OURS = 'server shutting down'
const AWAY_WITHIN_MS = 2000
const PARTS = 20

export function openSockets({ http, access, views, beats, welcome, config, logger }: Dependencies): Sockets {
  const io = socketServer(http, config, welcome)
  const sentAway = new WeakSet<InboxSocket>()
  const snapshots = snapshotsBy(views, logger)
  const previews = previewsOf(io, views)
  const membership = membershipBy(access, config.ACCESS_TOKEN_GRACE_SECONDS)

  const reconsider = (socket: InboxSocket) => {
    if (membership.resettle(socket)) snapshots.request(socket)
  }
  const renewed = (socket: InboxSocket, claims: InboxSocket['data']['claims']) => {
    membership.holdFor(socket, claims)
    reconsider(socket)
  }

  io.use(requireToken(access))
  io.on('connection', socket => {
    if (!membership.settle(socket)) return
    membership.holdFor(socket, socket.data.claims)
    connections.inc()
    beats.opened(socket.id, socket.data.user.id)
    socket.conn.on('packet', () => beats.proof(socket.id))
    socket.on('disconnect', reason => {
      connections.dec()
      membership.left(socket)
      previews.stopAll(socket)
      if (reason !== OURS) beats.closed(socket.id, !SILENT.includes(reason) && !sentAway.has(socket))
    })
    answerSocket(socket, { access, views, previews, renewed, logger })
    snapshots.request(socket)
  })

  return {
    push(pushes) {
      for (const { event, rooms, payload } of pushes) io.to(rooms).emit(event, payload as never)
    },
    reconsider: agentId => socketsOf(io, agentId).forEach(reconsider),
    refreshAll() {
      for (const socket of io.sockets.sockets.values()) if (membership.settle(socket)) snapshots.request(socket)
    },
    async sendAway() {
      const all = [...io.sockets.sockets.values()]
      for (const [index, socket] of all.entries()) {
        sentAway.add(socket)
        socket.conn.close()
        // not all at once on the gateways that are left
        if (index % Math.ceil(all.length / PARTS) === 0) await pause(AWAY_WITHIN_MS / PARTS)
      }
    },
    // as if the network had failed: clients come back by themselves, to another gateway
    async [Symbol.asyncDispose]() {
      void io.close()
    }
  }
}

const requireToken =
  ({ verify }: Pick<Access, 'verify'>): Parameters<InboxServer['use']>[0] =>
  async (socket, next) => {
    const token: unknown = socket.handshake.auth.token
    const claims = typeof token === 'string' ? await verify(token) : null
    if (claims) socket.data.claims = claims
    next(claims ? undefined : refusal())
  }

const refusal = () =>
  Object.assign(new Error('unauthenticated'), { data: { code: 'unauthenticated', detail: 'A valid token is needed' } })

const socketsOf = (io: InboxServer, agentId: string): InboxSocket[] =>
  [...(io.sockets.adapter.rooms.get(agentRoom(agentId)) ?? [])].flatMap(id => io.sockets.sockets.get(id) ?? [])
