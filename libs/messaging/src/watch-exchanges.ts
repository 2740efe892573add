import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Channel, ChannelModel } from 'amqplib'
import { type Connection, keepChannel } from './connection.ts'
import { atMost, type KeptOpen } from './keep-open.ts'

const EVERY_MS = 500
/** Nobody declares again what is gone before all have noticed: they would stay unbound without knowing. */
const NOTICED_MS = 600
/** A broker that answers heartbeats but no question is as good as away. */
const ANSWER_MS = 10_000

/**
 * Notices when one of the `exchanges` is deleted: the bindings go with it, which the broker tells nobody, not even when it
 * is declared again by somebody else. `onLost` is called then, with
 * how long to wait before binding again.
 */
export function watchExchanges(
  connection: Connection,
  exchanges: () => Iterable<string>,
  onLost: (pauseMs: number) => void,
  logger: Logger
): KeptOpen<Channel> {
  const create = (model: ChannelModel) => model.createChannel()
  const setup = async (channel: Channel, ended: AbortSignal) => void look(channel, ended)

  const look = async (channel: Channel, ended: AbortSignal): Promise<void> => {
    for (; !ended.aborted; await pause(EVERY_MS, ended)) {
      const checks = Array.from(new Set(exchanges()), exchange => channel.checkExchange(exchange))
      try {
        await atMost(ANSWER_MS, Promise.all(checks))
      } catch (error) {
        const { code, message } = error as Error & { code?: unknown }
        if (code === 404) {
          logger.error({ reason: message }, 'an exchange was deleted: binding again')
          onLost(NOTICED_MS)
        } else if (!ended.aborted) connection.renew()
        return
      }
    }
  }
  return keepChannel(connection, 'watch', { create, setup }, logger)
}
