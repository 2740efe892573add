import type { Envelope, MessageType, Owner } from '@inbox/contracts'
import { Defect, Retryable } from '@inbox/kernel'
import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Channel } from 'amqplib'
import { keepConnected } from './connection.ts'
import { type Consumption, type ConsumptionPlan, consumeBy } from './consumption.ts'
import type { Consumer } from './define-consumer.ts'
import { diversionTo } from './diversion.ts'
import type { Handler } from './handler.ts'
import { encode } from './message-format.ts'
import { openPublisher } from './publisher.ts'
import {
  assertPublishable,
  declareConsumer,
  declareExchanges,
  declareFailurePaths,
  declareSubscription
} from './topology.ts'

export interface BrokerOptions {
  /** `amqp://user:password@host:port/vhost` */
  url: string
  service: Owner
  publishes: readonly MessageType[]
  logger: Logger
  /** Most messages on their way to the broker without its confirm. Default 300. */
  window?: number
  /** After this silence a publish is refused. Default 5000. */
  confirmTimeoutMs?: number
}

export interface Subscription {
  handlers: readonly Handler[]
  prefetch: number
  /** Events may have been missed: called when the broker queue had to be made anew, or a handler failed. */
  onGap?: () => void
}

export interface Broker extends AsyncDisposable {
  /** Resolves when the broker has confirmed; rejects with Retryable on nack, return, loss, a full window or silence. */
  publish(type: MessageType, envelope: Envelope): Promise<void>
  /** Starts a durable consumer; disposing finishes its running handlers, then closes its channel. */
  consume(consumer: Consumer): AsyncDisposable
  /** Listens to events as long as this process lives: for pushes, where a gap is repaired by reading again. */
  subscribe(subscription: Subscription): AsyncDisposable
  /** Connected, topology declared, every consumer consuming. */
  ready(): boolean
  /** Rejects with Retryable after `timeoutMs`, and at once with Defect if the broker refuses what the code declares. */
  whenReady(timeoutMs?: number): Promise<void>
  activity(): { unconfirmed: number; handling: number }
}

const READY_CHECK_MS = 20

/** Connects in the background and stays connected: one connection publishes, one consumes. */
export function connectBroker(options: BrokerOptions): Broker {
  const { url, service, publishes, window = 300, confirmTimeoutMs = 5000 } = options
  assertPublishable(service, publishes)
  const logger = options.logger.child({ part: 'broker' })
  const publishing = keepConnected(url, `${service}.publish`, logger)
  const consuming = keepConnected(url, `${service}.consume`, logger)
  const declare = async (channel: Channel) => {
    await declareFailurePaths(channel)
    await declareExchanges(channel, publishes)
  }
  const publisher = openPublisher({ connection: publishing, declare, window, confirmTimeoutMs, logger })
  const consumptions = new Set<Consumption>()
  const kept = () => [publishing, publisher.channel, consuming, ...[...consumptions].map(({ channel }) => channel)]
  const ready = () => kept().every(it => it.current())

  const start = (plan: ConsumptionPlan): AsyncDisposable => {
    const consumption = consumeBy(plan, consuming, logger)
    consumptions.add(consumption)
    return {
      async [Symbol.asyncDispose]() {
        await consumption[Symbol.asyncDispose]()
        consumptions.delete(consumption)
      }
    }
  }

  return {
    async publish(type, envelope) {
      if (!publishes.includes(type)) throw new Defect(`${service} did not say that it publishes ${type.type}`)
      await publisher.send(encode(service, type, envelope))
    },
    consume(consumer) {
      if (!consumer.name.startsWith(`${service}.`)) throw new TypeError(`${consumer.name} is not of ${service}`)
      return start({
        ...consumer,
        declare: async channel => {
          await declareConsumer(channel, consumer)
          return consumer.name
        },
        divert: diversionTo(publisher, consumer.name)
      })
    },
    subscribe: subscription => start(subscriptionPlan(service, subscription)),
    ready,
    async whenReady(timeoutMs = 30_000) {
      for (const deadline = Date.now() + timeoutMs; !ready(); await pause(READY_CHECK_MS)) {
        const refusal = kept()
          .find(it => it.misconfigured())
          ?.misconfigured()
        if (refusal) throw new Defect(`the broker refuses: ${refusal.message}`, { cause: refusal })
        if (Date.now() > deadline) throw new Retryable(`the broker was not ready within ${timeoutMs} ms`)
      }
    },
    activity: () => ({
      unconfirmed: publisher.waiting(),
      handling: [...consumptions].reduce((sum, consumption) => sum + consumption.handling(), 0)
    }),
    async [Symbol.asyncDispose]() {
      await Promise.all([...consumptions].map(consumption => consumption[Symbol.asyncDispose]()))
      for (const deadline = Date.now() + confirmTimeoutMs; publisher.waiting() > 0 && Date.now() < deadline; ) {
        await pause(READY_CHECK_MS)
      }
      await publisher.channel[Symbol.asyncDispose]()
      await Promise.all([publishing[Symbol.asyncDispose](), consuming[Symbol.asyncDispose]()])
    }
  }
}

function subscriptionPlan(service: Owner, { handlers, prefetch, onGap }: Subscription): ConsumptionPlan {
  let declaredBefore = false
  return {
    name: `${service}.push`,
    handlers,
    prefetch,
    order: 'any',
    async declare(channel) {
      const amqpQueue = await declareSubscription(
        channel,
        handlers.map(({ type }) => type)
      )
      if (declaredBefore) onGap?.()
      declaredBefore = true
      return amqpQueue
    },
    // Nobody could replay to a broker queue that is gone tomorrow: the view is read again instead.
    divert: async () => onGap?.()
  }
}
