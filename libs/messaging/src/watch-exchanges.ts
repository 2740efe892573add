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
      const answered = await atMost(ANSWER_MS, check(channel, new Set(exchanges()))).then(
        () => true,
        () => false
      )
      if (!answered && !ended.aborted) return connection.renew()
    }
    const { code, message } = ended.reason as Error & { code?: unknown }
    if (code !== 404) return
    logger.error({ reason: message }, 'exchange was deleted; rebinding')
    onLost(NOTICED_MS)
  }
  return keepChannel(connection, 'watch', { create, setup }, logger)
}

/** The broker closes the channel if one does not exist. Only one is answered, as each answer would wake both sides. */
async function check(channel: Channel, exchanges: Set<string>): Promise<void> {
  const [first, ...others] = exchanges
  if (first === undefined) return
  for (const exchange of others) checkUnanswered(channel, exchange)
  await channel.checkExchange(first)
}

const EXCHANGE_DECLARE = (40 << 16) | 10

/** What amqplib's `checkExchange` sends, except for `nowait`, which amqplib never sets. */
function checkUnanswered(channel: Channel, exchange: string): void {
  const { sendImmediately } = channel as unknown as { sendImmediately(method: number, fields: object): void }
  const ignored = { ticket: 0, type: '', durable: true, autoDelete: false, internal: false }
  sendImmediately.call(channel, EXCHANGE_DECLARE, { ...ignored, exchange, passive: true, nowait: true })
}
