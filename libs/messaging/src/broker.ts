import type { Envelope, MessageType, Owner } from '@inbox/contracts'
import { Defect, Retryable } from '@inbox/kernel'
import { pause } from '@inbox/runtime'
import { inSpan, type Logger } from '@inbox/telemetry'
import type { Channel } from 'amqplib'
import { keepConnected } from './connection.ts'
import { Consumption } from './consumption.ts'
import type { ConsumptionPlan } from './consumption-plan.ts'
import { durablePlan, pushPlan, type Subscription } from './consumption-plans.ts'
import type { Consumer } from './define-consumer.ts'
import type { KeptOpen } from './keep-open.ts'
import { encode, type Made, type Outgoing } from './message-format.ts'
import { type Need, whenAble } from './needs.ts'
import { measureParked } from './parked-now.ts'
import { Publisher } from './publisher.ts'
import { alone } from './suspects.ts'
import { assertPublishable, declareConsumer, declareExchanges, declareFailurePaths } from './topology.ts'
import { watchExchanges } from './watch-exchanges.ts'

export interface BrokerOptions {
  /** `amqp://user:password@host:port/vhost`; several, separated by commas, are nodes of one cluster. */
  url: string
  service: Owner
  publishes: readonly MessageType[]
  logger: Logger
  /** Broker queues to declare although this process does not consume them: messages wait there for one that does. */
  keeps?: readonly Consumer[]
  /** What the handlers of durable consumers depend on; they wait for it while it is down. */
  needs?: Need
  /** The most messages that may be unconfirmed at once. Default 300. */
  window?: number
  /** A publish fails if the broker has not confirmed it by then. Default 5000. */
  confirmTimeoutMs?: number
}

export interface Broker extends AsyncDisposable {
  /** Resolves once the broker has confirmed; rejects with Retryable on a nack, return, loss or time-out. */
  publish(type: MessageType, envelope: Envelope, made?: Made): Promise<void>
  /** Starts a durable consumer; disposing lets its running handlers finish, then closes its channel. */
  consume(consumer: Consumer): AsyncDisposable
  /** Listens to events while this process lives: for pushes, where a gap is repaired by reading again. */
  subscribe(subscription: Subscription): AsyncDisposable
  /** Connected, topology declared, every consumer consuming, publishing not failing for long, no hanging handler. */
  ready(): boolean
  /** Rejects with Retryable after `timeoutMs`, or immediately with Defect if the broker refuses our declarations. */
  whenReady(timeoutMs?: number): Promise<void>
  activity(): { unconfirmed: number; handling: number }
}

const CHECK_MS = 20

/** Connects in the background and stays connected: one connection publishes, one consumes. */
export function connectBroker(options: BrokerOptions): Broker {
  const { url, service, publishes, keeps = [], window = 300, confirmTimeoutMs = 5000 } = options
  assertPublishable(service, publishes)
  const logger = options.logger.child({ part: 'broker' })
  const publishing = keepConnected(url, `${service}.publish`, logger)
  const consuming = keepConnected(url, `${service}.consume`, logger)
  const declare = async (channel: Channel) => {
    await declareFailurePaths(channel)
    await declareExchanges(channel, publishes)
    for (const consumer of keeps) await declareConsumer(channel, consumer, false)
  }
  const publisher = new Publisher({ connection: publishing, declare, window, confirmTimeoutMs, logger })
  const consumptions = new Set<Consumption>()
  const exchanges = () => Array.from(consumptions, it => (it.channel.current ? it.exchanges : [])).flat()
  const onLost = (pauseMs: number) => consumptions.forEach(it => void it.channel.renew(pauseMs))
  const watch = watchExchanges(consuming, exchanges, onLost, logger)
  const parkedNow = measureParked(watch)
  const kept = () => [publishing, publisher.channel, consuming, ...Array.from(consumptions, it => it.channel)]
  const isolate = alone(() => Array.from(consumptions, it => [...it.inHand]).flat())
  const start = (plan: ConsumptionPlan): AsyncDisposable => {
    const consumption = new Consumption(plan, consuming, isolate, logger)
    consumptions.add(consumption)
    const stop = () => consumption[Symbol.asyncDispose]().finally(() => consumptions.delete(consumption))
    return { [Symbol.asyncDispose]: stop }
  }
  return {
    publish(type, envelope, made) {
      try {
        if (!publishes.includes(type)) throw new Defect(`${service} has not declared that it publishes ${type.type}`)
        return inSpan(`send ${type.type}`, { kind: 'producer' }, span => {
          const message = encode(service, type, envelope, made)
          if (span.taken) span.note(attributesOf(message))
          return publisher.send(message)
        })
      } catch (error) {
        return Promise.reject(error as Error)
      }
    },
    consume: consumer => {
      const handlers = options.needs ? whenAble(options.needs, consumer.handlers) : consumer.handlers
      return start(durablePlan(service, { ...consumer, handlers }, publisher))
    },
    subscribe: subscription => start(pushPlan(service, subscription)),
    ready: () =>
      kept().every(it => it.usable) && publisher.healthy && Array.from(consumptions).every(it => it.hanging === 0),
    whenReady: (timeoutMs = 30_000) => untilOpen(kept, timeoutMs),
    activity: () => ({
      unconfirmed: publisher.waiting,
      handling: Array.from(consumptions).reduce((sum, { handling }) => sum + handling, 0)
    }),
    async [Symbol.asyncDispose]() {
      parkedNow[Symbol.dispose]()
      await Promise.all(Array.from(consumptions, it => it[Symbol.asyncDispose]()))
      for (let left = confirmTimeoutMs; left > 0 && publisher.waiting > 0; left -= CHECK_MS) await pause(CHECK_MS)
      await Promise.all([publisher.channel, watch].map(it => it[Symbol.asyncDispose]()))
      await Promise.all([publishing[Symbol.asyncDispose](), consuming[Symbol.asyncDispose]()])
    }
  }
}

const attributesOf = ({ exchange, routingKey, properties }: Outgoing) => ({
  'messaging.system': 'rabbitmq',
  'messaging.operation.name': 'publish',
  'messaging.operation.type': 'send',
  'messaging.destination.name': exchange,
  'messaging.rabbitmq.destination.routing_key': routingKey,
  'messaging.message.id': properties.messageId,
  'messaging.message.conversation_id': properties.correlationId
})

type Openable = Pick<KeptOpen<unknown>, 'current' | 'misconfigured'>

async function untilOpen(kept: () => Openable[], timeoutMs: number): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !kept().every(it => it.current); await pause(CHECK_MS)) {
    const cause = kept().find(it => it.misconfigured)?.misconfigured
    if (cause) throw new Defect(`the broker refused: ${cause.message}`, { cause })
    if (Date.now() > deadline) throw new Retryable(`the broker was not ready within ${timeoutMs} ms`)
  }
}
