import { Retryable } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Channel, ChannelModel, ConfirmChannel } from 'amqplib'
import { type Connection, keepChannel } from './connection.ts'
import type { KeptOpen } from './keep-open.ts'
import type { Outgoing } from './message-format.ts'
import { confirmSeconds, published, unconfirmed } from './metrics.ts'

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

/** Publishes over one confirm channel. */
export class Publisher {
  readonly channel: KeptOpen<ConfirmChannel>
  readonly #options: PublisherOptions
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
    const flight = new Flight(message, this.#options.confirmTimeoutMs)
    this.#grounded.push(flight)
    this.#takeOffAll()
    return flight.landed
  }

  /** Messages that wait for their confirm or for room in the window. */
  get waiting(): number {
    return this.#flying.size + this.#grounded.length - this.#first
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
}

/** One message on its way: settled exactly once, by confirm, refusal or time. */
class Flight {
  readonly message: Outgoing
  readonly landed: Promise<void>
  settled = false
  returned = false
  readonly #landing = Promise.withResolvers<void>()
  readonly #startedAt = performance.now()
  readonly #timer: NodeJS.Timeout

  constructor(message: Outgoing, timeoutMs: number) {
    this.message = message
    this.landed = this.#landing.promise
    this.#timer = setTimeout(() => this.settle(`no confirm within ${timeoutMs} ms`), timeoutMs)
    unconfirmed.inc()
  }

  settle(refusal: string | undefined): void {
    if (this.settled) return
    this.settled = true
    clearTimeout(this.#timer)
    unconfirmed.dec()
    published.inc({ outcome: refusal ? 'refused' : 'confirmed' })
    if (refusal) this.#landing.reject(new Retryable(`not published: ${refusal}`))
    else {
      confirmSeconds.observe((performance.now() - this.#startedAt) / 1000)
      this.#landing.resolve()
    }
  }
}
