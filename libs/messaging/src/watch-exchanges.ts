import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Channel, ChannelModel } from 'amqplib'
import { type Connection, keepChannel } from './connection.ts'
import { atMost, type KeptOpen } from './keep-open.ts'

const EVERY_MS = 500
/** Nobody redeclares a deleted exchange before all have noticed: the others would stay unbound unawares. */
const NOTICED_MS = 600
/** A broker that answers heartbeats but no requests is as good as down. */
const ANSWER_MS = 10_000

/**
 * Notices when one of the `exchanges` is deleted. Its bindings go with it, and the broker tells nobody, even after
 * somebody else has redeclared it. `onLost` is then called with how long to wait before binding again.
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
          logger.error({ reason: message }, 'exchange was deleted; rebinding')
          onLost(NOTICED_MS)
        } else if (!ended.aborted) connection.renew()
        return
      }
    }
  }
  return keepChannel(connection, 'watch', { create, setup }, logger)
}
