import { randomInt } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import { coalesceWrites } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { type Channel, type ChannelModel, connect } from 'amqplib'
import { atMost, CLOSING_MS, endOf, KeptOpen, type Opened } from './keep-open.ts'

export type Connection = KeptOpen<ChannelModel>

const HANDSHAKE_MS = 5000
/** Either side presumes the other dead after two to three of these. Shorter ones would mistake our pauses for death. */
const HEARTBEAT_SECONDS = '4'
/** Declaring a broker queue that has lost its majority never returns. */
const SETUP_MS = 15_000

/**
 * A connection that recovers by itself. `name` is shown by the broker's tools. Of several comma-separated addresses, it
 * starts at a random one, so that processes spread over the nodes; each loss or failure moves on to the next.
 */
export function keepConnected(urls: string, name: string, logger: Logger): Connection {
  const addresses = addressesIn(urls).map(withHeartbeat)
  let tries = randomInt(addresses.length)
  const open = () => openConnection(addresses[tries++ % addresses.length]!, name, logger)
  return new KeptOpen(`connection ${name}`, open, logger)
}

const addressesIn = (urls: string): string[] => urls.split(',').map(url => url.trim())

/** A connection for one piece of work, to the first of the addresses that accepts it. */
export async function connectOnce(urls: string): Promise<ChannelModel> {
  const failures: unknown[] = []
  for (const url of addressesIn(urls))
    try {
      return await connect(url, { noDelay: true, timeout: HANDSHAKE_MS })
    } catch (error) {
      failures.push(error)
    }
  throw failures[0]
}

async function openConnection(url: string, name: string, logger: Logger): Promise<Opened<ChannelModel>> {
  const model = await connect(url, {
    noDelay: true,
    timeout: HANDSHAKE_MS,
    clientProperties: { connection_name: name }
  })
  const { stream } = internalsOf(model)
  // amqplib writes every frame and acknowledgement separately
  coalesceWrites(stream)
  const ended = endSignal(model)
  // amqplib only ends its half of the connection, and a frozen broker never ends the other
  ended.addEventListener('abort', () => setTimeout(() => stream.destroy(), CLOSING_MS).unref(), { once: true })
  const close = async () => {
    await atMost(CLOSING_MS, model.close()).catch(error => stream.destroy(error))
  }
  const opened = { value: model, ended, close }
  model.on('blocked', reason => logger.warn({ reason }, 'the broker is blocking publishers'))
  model.on('unblocked', () => logger.info('the broker accepts messages again'))
  // A connection that died before we listened still looks alive: opening a channel proves it.
  return guarded(opened, async () => (await model.createChannel()).close())
}

/** Whether the broker currently accepts no messages because it is short of memory or disk. */
export const isBlocked = (model: ChannelModel): boolean => internalsOf(model).blocked

/** Ends it at once, also where the broker answers nothing. */
export const cut = (model: ChannelModel, reason: Error): void => void internalsOf(model).stream.destroy(reason)

const internalsOf = (model: ChannelModel) => model.connection as unknown as { stream: Duplex; blocked: boolean }

interface ChannelPlan<C extends Channel> {
  create: (model: ChannelModel) => Promise<C>
  /** `ended` aborts with the channel. */
  setup: (channel: C, ended: AbortSignal) => Promise<unknown>
}

/** A channel on `connection`, recreated and set up again whenever it or the connection ends. */
export const keepChannel = <C extends Channel>(
  connection: Connection,
  name: string,
  plan: ChannelPlan<C>,
  logger: Logger
): KeptOpen<C> => new KeptOpen(`channel ${name}`, () => openChannel(connection, plan), logger)

async function openChannel<C extends Channel>(connection: Connection, plan: ChannelPlan<C>): Promise<Opened<C>> {
  const { value: model, ended: lost } = await connection.whenOpen()
  const channel = await unlessEnded(lost, atMost(SETUP_MS, plan.create(model)))
  const ended = AbortSignal.any([lost, endSignal(channel)])
  // a channel that does not answer its close never will: only a new connection helps
  const close = async () => {
    await atMost(CLOSING_MS, channel.close()).catch(() => ended.aborted || connection.renew())
  }
  return guarded({ value: channel, ended, close }, () => atMost(SETUP_MS, plan.setup(channel, ended)))
}

/** Sets up something just opened; if it ends or fails meanwhile, it is closed and never counts as open. */
async function guarded<T>(opened: Opened<T>, setup: () => Promise<unknown>): Promise<Opened<T>> {
  try {
    await unlessEnded(opened.ended, setup())
    return opened
  } catch (error) {
    if (!opened.ended.aborted) await opened.close().catch(() => undefined)
    throw error
  }
}

const unlessEnded = <T>(ended: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([work, endOf(ended).then(reason => Promise.reject(reason))])

/** Aborts when `emitter` closes. Also keeps an error from crashing the process: without a listener, Node throws it. */
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
