import { isProgram } from '@inbox/http'
import { pause } from '@inbox/runtime'
import { gauge, type Logger } from '@inbox/telemetry'
import type { Access } from '../application/access.ts'
import type { Previews } from '../application/previews.ts'
import { createSnapshots } from '../application/snapshots.ts'
import { agentRoom } from '../domain/visibility.ts'
import type { Beats } from '../outbound/beats.ts'
import type { Views } from '../outbound/views.ts'
import { clientAnswers } from './client-events.ts'
import { createMembership } from './membership.ts'
import { type InboxServer, type InboxSocket, socketsOf } from './socket-server.ts'

interface Dependencies {
  io: InboxServer
  access: Pick<Access, 'identify'>
  views: Views
  previews: Previews
  beats: Beats
  /** How long a socket may outlive its token. */
  graceSeconds: number
  logger: Logger
}

/** The open sockets of agents. */
export interface Sockets {
  /** The agent may have changed: moves their sockets to other rooms, or ends them. */
  reconsider(agentId: string): void
  /** Events may have been missed: sends everybody a snapshot of what they see. */
  refreshAll(): void
  /** Ends those whose token has expired. */
  endExpired(): void
  count(): number
  /** Ends all connections within that time, as if the network had failed: clients reconnect elsewhere by themselves. */
  sendAway(withinMs?: number): Promise<void>
}

const connections = gauge('gateway_sockets', 'Open sockets of agents')
/** Reasons for which nobody saw the connection end: the last proof of life counts instead. */
const SILENT = ['ping timeout', 'transport error']
const OURS = 'server shutting down'
const PARTS = 20
const AWAY_WITHIN_MS = 2000

/** Accepts agents' sockets, and looks after them for as long as they are open. */
export function startSockets({ io, access, views, previews, beats, graceSeconds, logger }: Dependencies): Sockets {
  const sentAway = new WeakSet<InboxSocket>()
  const snapshots = createSnapshots(views, logger)
  const membership = createMembership(graceSeconds)
  const all = () => [...io.sockets.sockets.values()]

  const reconsider = (socket: InboxSocket) => {
    if (membership.resettle(socket)) snapshots.request(socket)
  }
  const renewed = (socket: InboxSocket, identity: InboxSocket['data']['identity']) => {
    socket.data.identity = identity
    reconsider(socket)
  }
  const answers = clientAnswers({ access, views, previews, renewed, logger })

  io.on('connection', socket => {
    if (!membership.settle(socket)) return
    connections.inc()
    // nobody sits at a program, so it has no presence
    if (!isProgram(socket.data.user)) beats.opened(socket.id, socket.data.user.id)
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
    reconsider: agentId => socketsOf(io, agentRoom(agentId)).forEach(reconsider),
    refreshAll() {
      for (const socket of all()) if (membership.settle(socket)) snapshots.request(socket)
    },
    endExpired() {
      for (const socket of all()) if (membership.expired(socket)) socket.disconnect(true)
    },
    count: () => io.sockets.sockets.size,
    async sendAway(withinMs = AWAY_WITHIN_MS) {
      const leaving = all()
      for (const [index, socket] of leaving.entries()) {
        sentAway.add(socket)
        socket.conn.close()
        // spread out, to spare the remaining gateways
        if (index % Math.ceil(leaving.length / PARTS) === 0) await pause(withinMs / PARTS)
      }
    }
  }
}
