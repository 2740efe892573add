import { exchangeOf } from '@inbox/contracts'
import { Defect } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib'
import { type Connection, keepChannel } from './connection.ts'
import type { ConsumptionPlan } from './consumption-plan.ts'
import { Handling, type Holding, type InHand } from './handling.ts'
import type { KeptOpen } from './keep-open.ts'
import { messageIdOf } from './message-format.ts'
import { type Alone, MAX_DOUBT, mayKill, returnsOf } from './suspects.ts'

/** A channel we consume from, from its opening to its end. */
interface OpenChannel {
  channel: Channel
  amqpQueue: string
  /** Whether the prefetch is one because one of the messages may crash the process. */
  oneAtATime: boolean
  /** Aborts when nothing more is taken from it: the consumer stops, or the channel ends or is replaced. */
  gone: AbortSignal
  leave: () => void
}

/** Holding must not count as a failure; RabbitMQ before 4.3 knows only its own `consumer_timeout`. */
const HOLD_FOR_MS = 1_000_000_000
const MAX_REMEMBERED = 2000

/**
 * Consumes as its plan says, through any number of lost connections and deleted broker queues. Disposing lets running
 * handlers finish, then closes the channel; it never cancels, because that reorders unacknowledged messages.
 *
 * It starts with a prefetch of one: should that message be the one that crashed the process before, nothing else is
 * delivered with it. The first message above suspicion raises the prefetch to the plan's; a later suspect lowers it
 * again, except in ordered work, where returning messages to a smaller prefetch would put them out of order.
 */
export class Consumption implements AsyncDisposable {
  readonly channel: KeptOpen<Channel>
  readonly #plan: ConsumptionPlan
  readonly #handling: Handling
  readonly #alone: Alone
  readonly #logger: Logger
  readonly #stop = new AbortController()
  readonly #inHand = new Set<Promise<void>>()
  readonly #waiting = new Set<Promise<void>>()
  /** Messages that were or will be redelivered although this process did not die. */
  readonly #harmless = new Map<string, Holding>()
  #oneAtATime: boolean
  #hasBlamed = false

  constructor(plan: ConsumptionPlan, connection: Connection, isolate: Alone, parentLogger: Logger) {
    this.#plan = plan
    this.#handling = new Handling(plan)
    this.#alone = isolate
    this.#logger = parentLogger.child({ consumer: plan.name })
    this.#oneAtATime = this.#mayLowerPrefetch
    const create = (model: ChannelModel) => model.createChannel()
    const setup = (channel: Channel, ended: AbortSignal) => this.#begin(channel, ended)
    this.channel = keepChannel(connection, plan.name, { create, setup }, this.#logger)
  }

  get exchanges(): string[] {
    return this.#plan.handlers.map(({ type }) => exchangeOf(type))
  }

  get handling(): number {
    return this.#inHand.size + this.#waiting.size
  }

  /** Handlers that have overrun their time. */
  get hanging(): number {
    return this.#handling.hanging
  }

  /** Handlers that are running and will end, not counting suspects that wait for their turn. */
  get inHand(): Iterable<Promise<void>> {
    return this.#plan.handleWithinMs === Infinity ? [] : this.#inHand
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await Promise.all([...this.#inHand, ...this.#waiting])
    await this.channel[Symbol.asyncDispose]()
  }

  get #mayHold(): boolean {
    return this.#plan.order === 'kept' || this.#plan.handleWithinMs === Infinity
  }

  /** Not where a handler may keep a message for ever: it cannot be waited for. */
  get #isolatesSuspects(): boolean {
    const { deliveryLimit, handleWithinMs } = this.#plan
    return deliveryLimit !== undefined && handleWithinMs !== Infinity
  }

  get #mayLowerPrefetch(): boolean {
    return this.#isolatesSuspects && !this.#plan.singleActive
  }

  async #begin(channel: Channel, ended: AbortSignal): Promise<void> {
    const left = new AbortController()
    const gone = AbortSignal.any([this.#stop.signal, ended, left.signal])
    const amqpQueue = await this.#plan.declare(channel)
    const open = { channel, amqpQueue, oneAtATime: this.#oneAtATime, gone, leave: () => left.abort() }
    await this.#consume(open, open.oneAtATime ? 1 : this.#plan.prefetch)
  }

  async #consume(open: OpenChannel, prefetch: number): Promise<void> {
    const { channel, amqpQueue } = open
    await channel.prefetch(prefetch)
    const received = (message: ConsumeMessage | null) => {
      if (message) this.#receive(open, message)
      // The broker queue was deleted, or a held message exceeded the broker's time-out: a new channel redeclares it.
      else channel.close().catch(() => undefined)
    }
    await channel.consume(
      amqpQueue,
      received,
      this.#mayHold ? { arguments: { 'x-consumer-timeout': HOLD_FOR_MS } } : {}
    )
  }

  #receive(open: OpenChannel, message: ConsumeMessage): void {
    const id = messageIdOf(message)
    const isSuspect = this.#isolatesSuspects && mayKill(message) && !this.#harmless.has(id)
    if (isSuspect && !open.oneAtATime && this.#mayLowerPrefetch) this.#lowerPrefetch(open)
    // Messages that arrive after the stop return to the broker, in order, when the channel closes.
    if (open.gone.aborted) {
      if (!isSuspect) this.#remember(id)
      return
    }
    const held: InHand = {
      message,
      channel: open.channel,
      gone: open.gone,
      logger: this.#logger,
      before: this.#harmless.get(id),
      ...(isSuspect && { suspect: this.#suspicionOf(message) }),
      onHold: holding => this.#remember(id, holding)
    }
    // Messages behind a suspect may have to wait for it.
    const among = isSuspect || this.#waiting.size > 0 ? this.#waiting : this.#inHand
    this.#track(among, this.#take(held, id))
    if (open.oneAtATime && !isSuspect) this.#raisePrefetch(open)
  }

  #suspicionOf(message: ConsumeMessage): InHand['suspect'] {
    const { singleActive, deliveryLimit = Infinity } = this.#plan
    const returns = returnsOf(message)
    const verdict = (isRivalled: boolean) => {
      this.#logger.warn(
        { messageId: messageIdOf(message), returns },
        'handling a suspect message alone: processes died while handling it'
      )
      if (returns < (isRivalled ? MAX_DOUBT : 1) * deliveryLimit) return undefined
      // With a single active consumer, all behind the culprit were redelivered as often: only the first is to blame.
      if (singleActive && this.#hasBlamed) return undefined
      this.#hasBlamed = true
      return new Defect(`its process died ${returns} times while handling it`)
    }
    return { alone: work => this.#alone({ returns, consumer: this.#plan.name }, work), verdict }
  }

  async #take(held: InHand, id: string): Promise<void> {
    try {
      if (await this.#handling.take(held)) this.#harmless.delete(id)
      else this.#remember(id)
    } catch (error) {
      this.#remember(id)
      held.logger[held.gone.aborted ? 'debug' : 'error']({ err: error }, 'a message was left unsettled')
    }
  }

  /** Adds the rest of the prefetch to the one message that is already in hand. */
  #raisePrefetch(open: OpenChannel): void {
    this.#oneAtATime = false
    open.oneAtATime = false
    const { prefetch } = this.#plan
    if (prefetch > 1) this.#consume(open, prefetch - 1).catch(() => open.channel.close().catch(() => undefined))
  }

  /** Replaces the channel, once everything in hand has ended, by one with a prefetch of one. */
  #lowerPrefetch(open: OpenChannel): void {
    if (open.gone.aborted) return
    this.#oneAtATime = true
    open.leave()
    const renew = async () => {
      await Promise.all([...this.#inHand, ...this.#waiting])
      // messages may arrive while the channel is still being set up
      if ((await this.channel.whenOpen()).value === open.channel) this.channel.renew()
    }
    renew().catch(() => undefined)
  }

  #remember(id: string, holding = this.#harmless.get(id)): void {
    if (this.#harmless.size >= MAX_REMEMBERED) this.#harmless.clear()
    this.#harmless.set(id, holding ?? { attempts: 0, dueAt: 0 })
  }

  #track(among: Set<Promise<void>>, work: Promise<void>): void {
    const tracked = work.finally(() => among.delete(tracked))
    among.add(tracked)
  }
}
