import type { Logger } from '@inbox/telemetry'
import type { Channel, ChannelModel, ConfirmChannel } from 'amqplib'
import { type Connection, isBlocked, keepChannel } from './connection.ts'
import { Flight } from './flight.ts'
import type { KeptOpen } from './keep-open.ts'
import type { Outgoing } from './message-format.ts'
import { NO_BROKER, PublishingHealth } from './publishing-health.ts'

export interface PublisherOptions {
  connection: Connection
  declare: (channel: Channel) => Promise<unknown>
  /** Most messages on their way at once; the others wait in order. */
  window: number
  confirmTimeoutMs: number
  logger: Logger
}

/** Taking from the head of a long array one by one would be slow. */
const COMPACT_AFTER = 1000

/**
 * Publishes over one confirm channel. What keeps being refused makes it unhealthy, and the channel, then the connection, is
 * opened anew: that declares again what was deleted, and may lead to another node.
 */
export class Publisher {
  readonly channel: KeptOpen<ConfirmChannel>
  readonly #options: PublisherOptions
  readonly #health = new PublishingHealth()
  readonly #flying = new Set<Flight>()
  #grounded: Flight[] = []
  #first = 0

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
   * Resolves when the broker has taken the message into its care; rejects with Retryable in every other case, always
   * within the time for confirms. A rejected message may have arrived all the same.
   */
  send(message: Outgoing): Promise<void> {
    const flight = new Flight(message, this.#options.confirmTimeoutMs, this.#onSettled)
    this.#grounded.push(flight)
    this.#takeOffAll()
    return flight.landed
  }

  /** Messages that wait for their confirm or for room in the window. */
  get waiting(): number {
    return this.#flying.size + this.#grounded.length - this.#first
  }

  /** Whether the broker takes messages, as far as anybody has tried. */
  get healthy(): boolean {
    return !this.#blocked && !this.#health.isFailing(performance.now())
  }

  get #blocked(): boolean {
    const { current } = this.#options.connection
    return current !== undefined && isBlocked(current.value)
  }

  #takeOffAll(): void {
    for (let next = this.#grounded[this.#first]; next; next = this.#grounded[++this.#first]) {
      if (next.settled) continue
      if (this.#flying.size >= this.#options.window) break
      this.#takeOff(next)
    }
    if (this.#first < COMPACT_AFTER && this.#first < this.#grounded.length) return
    this.#grounded = this.#grounded.slice(this.#first)
    this.#first = 0
  }

  #takeOff(flight: Flight): void {
    const { exchange, routingKey, body, properties } = flight.message
    const onConfirm = (error: Error | null) => {
      this.#flying.delete(flight)
      flight.settle(error ? error.message : flight.returned ? `nobody takes ${routingKey}` : undefined)
      this.#takeOffAll()
    }
    this.#flying.add(flight)
    try {
      const channel = this.channel.current?.value
      if (!channel) throw new Error('no connection to the broker')
      if (this.#blocked) throw new Error('the broker takes no messages for now')
      channel.publish(exchange, routingKey, body, properties, onConfirm)
    } catch (error) {
      this.#flying.delete(flight)
      flight.settle((error as Error).message)
    }
  }

  /** A return has no tag: it names the message, and comes before the confirm. */
  #markReturned(messageId: string): void {
    for (const flight of this.#flying) if (flight.message.properties.messageId === messageId) flight.returned = true
  }

  readonly #onSettled = ({ message }: Flight, refusal: string | undefined): void => {
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
    logger.warn({ to: destination(), refusal }, `opening the ${mend} anew: publishing keeps failing`)
    if (mend === 'channel') this.channel.renew()
    else connection.renew()
  }
}
