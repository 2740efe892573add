import { apart, type Logger } from '@inbox/telemetry'
import type { Channel, ChannelModel, ConfirmChannel } from 'amqplib'
import { type Connection, isBlocked, keepChannel } from './connection.ts'
import type { KeptOpen } from './keep-open.ts'
import { Line } from './line.ts'
import type { Outgoing } from './message-format.ts'
import { PendingPublish } from './pending-publish.ts'
import { NO_BROKER, PublishingHealth } from './publishing-health.ts'

export interface PublisherOptions {
  connection: Connection
  declare: (channel: Channel) => Promise<unknown>
  /** The most messages in flight at once; the others queue up in order. */
  window: number
  confirmTimeoutMs: number
  logger: Logger
}

/**
 * Publishes over one confirm channel. Persistent refusals make it unhealthy; then first the channel and later the
 * connection is reopened, which redeclares whatever was deleted and may lead to another node.
 */
export class Publisher {
  readonly channel: KeptOpen<ConfirmChannel>
  readonly #options: PublisherOptions
  readonly #health = new PublishingHealth()
  /** Unsettled messages in publishing order, which is also the order of their time-outs, so one timer suffices. */
  readonly #unsettled = new Line<PendingPublish>()
  /** The place in line of the first unpublished message. */
  #next = 0
  #inFlight = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: PublisherOptions) {
    const create = (model: ChannelModel) => model.createConfirmChannel()
    const setup = (channel: ConfirmChannel) => {
      channel.on('return', ({ properties }) => this.#markReturned(properties.messageId))
      return options.declare(channel)
    }
    this.#options = options
    this.channel = keepChannel(options.connection, 'publish', { create, setup }, options.logger)
  }

  /**
   * Resolves once the broker has confirmed the message; rejects with Retryable in every other case, always within the
   * confirm time-out. A rejected message may have arrived all the same.
   */
  send(message: Outgoing): Promise<void> {
    const pending = new PendingPublish(message, this.#unsettled.end, this.#onSettled)
    this.#unsettled.add(pending)
    if (!this.#timer) this.#refuseOverdueIn(this.#options.confirmTimeoutMs)
    this.#publishQueued()
    return pending.confirmed
  }

  /** Messages awaiting their confirm or room in the window. */
  get waiting(): number {
    return this.#inFlight + this.#unsettled.end - this.#next
  }

  /** Whether the broker accepts messages, judging by recent attempts. */
  get healthy(): boolean {
    return !this.#blocked && !this.#health.isFailing(performance.now())
  }

  get #blocked(): boolean {
    const { current } = this.#options.connection
    return current !== undefined && isBlocked(current.value)
  }

  #publishQueued(): void {
    while (this.#next < this.#unsettled.end && this.#inFlight < this.#options.window) {
      const next = this.#unsettled.at(this.#next++)
      if (next) this.#publish(next)
    }
  }

  #publish(pending: PendingPublish): void {
    const { exchange, routingKey, body, properties } = pending.message
    const onConfirm = (error: Error | null) => {
      this.#inFlight -= 1
      pending.settle(error ? error.message : pending.returned ? `no broker queue is bound to ${routingKey}` : undefined)
      this.#publishQueued()
    }
    this.#inFlight += 1
    try {
      const channel = this.channel.current?.value
      if (!channel) throw new Error('no connection to the broker')
      if (this.#blocked) throw new Error('the broker is blocking publishers')
      channel.publish(exchange, routingKey, body, properties, onConfirm)
    } catch (error) {
      this.#inFlight -= 1
      pending.settle((error as Error).message)
    }
  }

  #refuseOverdueIn(ms: number): void {
    this.#timer = apart(() => setTimeout(() => this.#refuseOverdue(), ms)).unref()
  }

  #refuseOverdue(): void {
    const { confirmTimeoutMs } = this.#options
    const now = performance.now()
    for (const pending of this.#unsettled) {
      const leftMs = pending.startedAt + confirmTimeoutMs - now
      if (leftMs > 0) {
        this.#refuseOverdueIn(Math.ceil(leftMs))
        return
      }
      pending.settle(`no confirm within ${confirmTimeoutMs} ms`)
    }
    this.#timer = undefined
  }

  /** A return carries no delivery tag: it names the message, and precedes the confirm. */
  #markReturned(messageId: string): void {
    for (const pending of this.#unsettled)
      if (pending.message.properties.messageId === messageId) pending.returned = true
  }

  readonly #onSettled = (pending: PendingPublish, refusal: string | undefined): void => {
    const { message } = pending
    this.#unsettled.remove(pending.place)
    const { connection, logger } = this.#options
    const destination = () => (this.channel.current ? `${message.exchange}/${message.routingKey}` : NO_BROKER)
    const now = performance.now()
    if (!refusal) {
      const failedForMs = this.#health.confirmed(destination, now)
      if (failedForMs !== undefined) logger.info({ to: destination(), failedForMs }, 'publishing works again')
      return
    }
    const { mend, tellAfterMs } = this.#health.refused(destination(), now)
    if (tellAfterMs !== undefined)
      logger.error({ to: destination(), refusal, failingForMs: tellAfterMs }, 'publishing keeps failing')
    if (!mend || this.#blocked || !this.channel.current) return
    logger.warn({ to: destination(), refusal }, `publishing keeps failing; reopening the ${mend}`)
    if (mend === 'channel') this.channel.renew()
    else connection.renew()
  }
}
