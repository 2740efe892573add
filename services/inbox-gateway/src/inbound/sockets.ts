import type { Server as HttpServer } from 'node:http'
import { forever, pause } from '@inbox/runtime'
import { gauge, type Logger } from '@inbox/telemetry'
import type { Access } from '../application/access.ts'
import type { Config } from '../config.ts'
import type { Push } from '../domain/pushes.ts'
import { agentRoom } from '../domain/visibility.ts'
import type { Beats } from '../outbound/beats.ts'
import { snapshotsBy } from '../outbound/snapshots.ts'
import type { TellGateways } from '../outbound/tell-gateways.ts'
import type { Views } from '../outbound/views.ts'
import type { Admission } from './admission.ts'
import { clientAnswers } from './client-events.ts'
import { membershipBy } from './membership.ts'
import { type Previews, previewsOf } from './previews.ts'
import { type InboxServer, type InboxSocket, socketServer } from './socket-server.ts'

interface Dependencies {
  http: HttpServer
  access: Access
  views: Views
  beats: Beats
  gateways: TellGateways
  admission: Admission
  config: Config
  logger: Logger
}

/** The open sockets of agents. */
export interface Sockets extends AsyncDisposable {
  /** Who looks at what, and types, at other gateways. */
  elsewhere: Previews['elsewhere']
  push(pushes: readonly Push[]): void
  /** The agent may be another than before: their sockets change rooms, or end. */
  reconsider(agentId: string): void
  /** Something may have been missed: everybody gets what they see now. */
  refreshAll(): void
  count(): number
  /** Ends all connections within that time, as if the network had failed: clients come back by themselves, elsewhere. */
  sendAway(withinMs: number): Promise<void>
}

const connections = gauge('gateway_sockets', 'Open sockets of agents')
/** Whose end nobody saw: the last proof of life counts instead. */
const SILENT = ['ping timeout', 'transport error']
const OURS = 'server shutting down'
const PARTS = 20
const REPEAT_PREVIEWS_MS = 10_000
/** An agent has a tab or two, and some that were left open. */
const MOST_PER_AGENT = 20

export function openSockets(dependencies: Dependencies): Sockets {
  const { http, access, views, beats, gateways, admission, config, logger } = dependencies
  const io = socketServer(http, config, admission)
  const sentAway = new WeakSet<InboxSocket>()
  const snapshots = snapshotsBy(views, logger)
  const previews = previewsOf({
    ...{ io, views, gateways, logger },
    gatewayId: beats.gatewayId,
    repeatMs: REPEAT_PREVIEWS_MS
  })
  const membership = membershipBy(access, config.ACCESS_TOKEN_GRACE_SECONDS)

  const reconsider = (socket: InboxSocket) => {
    if (membership.resettle(socket)) snapshots.request(socket)
  }
  const renewed = (socket: InboxSocket, claims: InboxSocket['data']['claims']) => {
    socket.data.claims = claims
    reconsider(socket)
  }
  const answers = clientAnswers({ access, views, previews, renewed, logger })
  const endExpired = async () => {
    for (const socket of io.sockets.sockets.values()) if (membership.expired(socket)) socket.disconnect(true)
  }
  const endingExpired = forever(1000, endExpired, error => logger.error({ err: error }, 'expired sockets not ended'))

  io.use(requireToken(access))
  io.use((socket, next) =>
    next(socketsOf(io, socket.data.claims.sub).length < MOST_PER_AGENT ? undefined : refusal('too-many-requests'))
  )
  io.on('connection', socket => {
    if (!membership.settle(socket)) return
    connections.inc()
    beats.opened(socket.id, socket.data.user.id)
    socket.conn.on('packet', () => beats.proof(socket.id))
    socket.on('disconnect', reason => {
      connections.dec()
      previews.stopAll(socket)
      if (reason !== OURS) beats.closed(socket.id, !SILENT.includes(reason) && !sentAway.has(socket))
    })
    answers(socket)
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
    elsewhere: previews.elsewhere,
    count: () => io.sockets.sockets.size,
    async sendAway(withinMs) {
      const all = [...io.sockets.sockets.values()]
      for (const [index, socket] of all.entries()) {
        sentAway.add(socket)
        socket.conn.close()
        // not all at once on the gateways that are left
        if (index % Math.ceil(all.length / PARTS) === 0) await pause(withinMs / PARTS)
      }
    },
    // as if the network had failed: clients come back by themselves, to another gateway
    async [Symbol.asyncDispose]() {
      await endingExpired[Symbol.asyncDispose]()
      await previews[Symbol.asyncDispose]()
      void io.close()
    }
  }
}

const requireToken =
  ({ verify, userBy }: Pick<Access, 'verify' | 'userBy'>): Parameters<InboxServer['use']>[0] =>
  async (socket, next) => {
    const { token }: { token?: unknown } = socket.handshake.auth
    socket.handshake.auth = {}
    const claims = typeof token === 'string' ? await verify(token) : null
    const isGood = claims !== null && userBy(claims) !== null
    if (isGood) socket.data.claims = claims
    next(isGood ? undefined : refusal('unauthenticated'))
  }

const details = {
  unauthenticated: 'A valid token is needed',
  'too-many-requests': 'Too many connections of this agent'
}
const refusal = (code: keyof typeof details) =>
  Object.assign(new Error(code), { data: { code, detail: details[code] } })

const socketsOf = (io: InboxServer, agentId: string): InboxSocket[] =>
  [...(io.sockets.adapter.rooms.get(agentRoom(agentId)) ?? [])].flatMap(id => io.sockets.sockets.get(id) ?? [])
