import type { Logger } from '@inbox/telemetry'
import type { InboxServer, InboxSocket } from './socket-server.ts'

type Connection = InboxSocket['conn']

/** More than a burst causes: a client this far behind catches up sooner with a new connection and its snapshot. */
const MAX_WAITING = 2000

/**
 * Bounds what waits in memory for clients that do not read: ends connections to which nothing could be written for
 * `stalledMs`, or for which too much is waiting. A pong proves that a client writes, not that it reads.
 */
export function createSlowReaders(io: InboxServer, stalledMs: number, logger: Logger): { end(): void } {
  const waiting = new Map<Connection, { since: number; packets: number }>()
  io.engine.on('connection', (connection: Connection) => {
    const created = () => {
      const behind = waiting.get(connection)
      if (behind) behind.packets += 1
      else waiting.set(connection, { since: performance.now(), packets: 1 })
    }
    const flushed = () => void waiting.delete(connection)
    connection.on('packetCreate', created)
    connection.on('flush', flushed)
    connection.once('close', () => {
      connection.off('packetCreate', created)
      waiting.delete(connection)
    })
  })
  return {
    end() {
      for (const [connection, { since, packets }] of waiting) {
        if (performance.now() - since < stalledMs && packets < MAX_WAITING) continue
        logger.info({ packets }, 'closing a socket that does not read what it is sent')
        connection.close(true)
      }
    }
  }
}
