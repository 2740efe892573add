import type { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import { coalesceWrites } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { type Channel, type ChannelModel, connect } from 'amqplib'
import { endOf, KeptOpen, type Opened } from './keep-open.ts'

export type Connection = KeptOpen<ChannelModel>

const HANDSHAKE_MS = 5000
/** A frozen broker is noticed after three of them. */
const HEARTBEAT_SECONDS = '5'

/** A connection that recovers by itself. `name` is shown by the broker's tools. */
export const keepConnected = (url: string, name: string, logger: Logger): Connection =>
  new KeptOpen(`connection ${name}`, () => openConnection(url, name, logger), logger)

async function openConnection(url: string, name: string, logger: Logger): Promise<Opened<ChannelModel>> {
  const model = await connect(withHeartbeat(url), {
    noDelay: true,
    timeout: HANDSHAKE_MS,
    clientProperties: { connection_name: name }
  })
  // amqplib writes every frame and acknowledgement on its own
  coalesceWrites((model.connection as unknown as { stream: Duplex }).stream)
  const opened = { value: model, ended: endSignal(model), close: async () => model.close() }
  model.on('blocked', reason => logger.warn({ reason }, 'the broker takes no messages for now'))
  model.on('unblocked', () => logger.info('the broker takes messages again'))
  // A connection that died before anybody listened looks alive: a first channel is the proof.
  return guarded(opened, async () => (await model.createChannel()).close())
}

interface ChannelPlan<C extends Channel> {
  create: (model: ChannelModel) => Promise<C>
  /** `ended` aborts with the channel. */
  setup: (channel: C, ended: AbortSignal) => Promise<unknown>
}

/** A channel on `connection`, created and set up again whenever it or the connection ends. */
export const keepChannel = <C extends Channel>(
  connection: Connection,
  name: string,
  plan: ChannelPlan<C>,
  logger: Logger
): KeptOpen<C> => new KeptOpen(`channel ${name}`, () => openChannel(connection, plan), logger)

async function openChannel<C extends Channel>(connection: Connection, plan: ChannelPlan<C>): Promise<Opened<C>> {
  const { value: model, ended: lost } = await connection.whenOpen()
  const channel = await unlessEnded(lost, plan.create(model))
  const ended = AbortSignal.any([lost, endSignal(channel)])
  return guarded({ value: channel, ended, close: async () => channel.close() }, () => plan.setup(channel, ended))
}

/** Sets up what was opened; if it ends or fails meanwhile, it never counts as open and is closed. */
async function guarded<T>(opened: Opened<T>, setup: () => Promise<unknown>): Promise<Opened<T>> {
  try {
    await unlessEnded(opened.ended, setup())
    return opened
  } catch (error) {
    await Promise.race([endOf(opened.ended), opened.close().catch(() => undefined)])
    throw error
  }
}

const unlessEnded = <T>(ended: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([work, endOf(ended).then(reason => Promise.reject(reason))])

/** Aborts when `emitter` closes. Also keeps an error from ending the process: without a listener, Node throws it. */
function endSignal(emitter: EventEmitter): AbortSignal {
  const end = new AbortController()
  let cause: Error | undefined
  emitter.on('error', (error: Error) => {
    cause ??= error
  })
  emitter.once('close', (error?: Error) => end.abort(cause ?? error ?? new Error('closed')))
  return end.signal
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url)
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', HEARTBEAT_SECONDS)
  return parsed.href
}
