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

/** A channel that is consumed, from its opening to its end. */
interface OpenChannel {
  channel: Channel
  amqpQueue: string
  /** With a prefetch of one, because one of the messages may end the process. */
  oneAtATime: boolean
  /** Aborts when nothing more is taken from it: the consumer stops, the channel ends or is left for another. */
  gone: AbortSignal
  leave: () => void
}

/** Holding must not count as a failure; RabbitMQ before 4.3 knows only its own `consumer_timeout`. */
const HOLD_FOR_MS = 1_000_000_000
const MAX_REMEMBERED = 2000

/**
 * Consumes as its plan says, through any number of lost connections and deleted broker queues. Disposing finishes the
 * running handlers, then closes the channel; never cancels, because that reorders what is unacknowledged.
 *
 * It begins with a prefetch of one: should that message be the one that ended the process before, nothing else is
 * delivered with it. The first one above suspicion raises the prefetch to that of the plan; a suspect later on lowers it
 * again. Not so in ordered work: what is given back by a smaller prefetch than it came with is out of order.
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
  /** Messages that came or will come back although this process did not die. */
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

  /** Where its messages come from. */
  get exchanges(): string[] {
    return this.#plan.handlers.map(({ type }) => exchangeOf(type))
  }

  /** Messages in hand. */
  get handling(): number {
    return this.#inHand.size + this.#waiting.size
  }

  /** Handlers that have not ended in their time. */
  get hanging(): number {
    return this.#handling.hanging
  }

  /** What is being handled and will end, suspects that wait for their turn aside. */
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

  /** A handler that may keep a message for ever cannot be waited for. */
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
      // The broker queue was deleted, or what was held exceeded the broker's time-out: a new channel declares it again.
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
    // What comes after the stop goes back to the broker, in order, when the channel closes.
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
    // What comes behind a suspect may have to wait for it.
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
        'handled alone: processes ended while it was in hand'
      )
      if (returns < (isRivalled ? MAX_DOUBT : 1) * deliveryLimit) return undefined
      // Where one process takes all, what waits behind what ends it has come as often: only the first is to blame.
      if (singleActive && this.#hasBlamed) return undefined
      this.#hasBlamed = true
      return new Defect(`its process ended ${returns} times while it was in hand`)
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

  /** The rest of the prefetch, beside the one message that is in hand. */
  #raisePrefetch(open: OpenChannel): void {
    this.#oneAtATime = false
    open.oneAtATime = false
    const { prefetch } = this.#plan
    if (prefetch > 1) this.#consume(open, prefetch - 1).catch(() => open.channel.close().catch(() => undefined))
  }

  /** Leaves a channel, when what is in hand has ended, for one with a prefetch of one. */
  #lowerPrefetch(open: OpenChannel): void {
    if (open.gone.aborted) return
    this.#oneAtATime = true
    open.leave()
    const renew = async () => {
      await Promise.all([...this.#inHand, ...this.#waiting])
      // messages may come while the channel is still being set up
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
