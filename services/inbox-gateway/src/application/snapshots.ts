import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Views } from '../outbound/views.ts'
import type { AgentSocket } from './agent-socket.ts'

/** Brings sockets up to date with the server. */
export interface Snapshots {
  /** Sends a snapshot read after this call; retries for as long as the socket is open. */
  request(socket: AgentSocket): void
}

/** How many are read at once: after a gap every socket wants one. */
const AT_ONCE = 16
const RETRY_MS = 500

export function createSnapshots(views: Pick<Views, 'snapshot'>, logger: Logger): Snapshots {
  const waiting = new Set<AgentSocket>()
  let running = 0

  const send = async (socket: AgentSocket) => {
    if (!socket.connected) return
    try {
      socket.emit('snapshot', await views.snapshot(socket.data.user))
    } catch (error) {
      logger.warn({ err: error, agentId: socket.data.user.id }, 'could not send a snapshot yet')
      await pause(RETRY_MS)
      waiting.add(socket)
    }
  }
  const pump = () => {
    for (const socket of waiting) {
      if (running >= AT_ONCE) return
      waiting.delete(socket)
      running += 1
      void send(socket).finally(() => {
        running -= 1
        pump()
      })
    }
  }
  return {
    request(socket) {
      waiting.add(socket)
      pump()
    }
  }
}
