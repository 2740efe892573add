import { exchangeOf, type MessageType, type Owner, owners } from '@inbox/contracts'
import type { Channel } from 'amqplib'
import type { Consumer } from './define-consumer.ts'
import type { Handler } from './handler.ts'
import { MAX_DOUBT } from './suspects.ts'

/** Where messages that no consumer could handle wait until an operator replays or drops them. */
export const PARKING = 'parking'

/** The waits between attempts at a message; after the last one it is parked. */
export const retryTiers = [
  { name: 'retry.1s', waitMs: 1000 },
  { name: 'retry.5s', waitMs: 5000 },
  { name: 'retry.30s', waitMs: 30_000 },
  { name: 'retry.2m', waitMs: 120_000 }
] as const

/** Looking at parked messages counts as a delivery, so there must be no limit to run into. */
const UNLIMITED_DELIVERIES = 1_000_000_000
const WAITING_DELIVERIES = 20

const quorum = (deliveryLimit: number) => ({ 'x-queue-type': 'quorum', 'x-delivery-limit': deliveryLimit })

/** Loses nothing between two broker queues: a message leaves the first once the second has it. */
const deadLetterTo = (exchange: string) => ({
  'x-dead-letter-exchange': exchange,
  'x-dead-letter-strategy': 'at-least-once',
  'x-overflow': 'reject-publish'
})

/** Whether our services declare this broker queue; others in the vhost may belong to listeners of our events. */
export const isOurQueue = (name: string): boolean =>
  name === PARKING || retryTiers.some(tier => tier.name === name) || owners.some(owner => name.startsWith(`${owner}.`))

/** Declares the broker queue of parked messages; resolves with how many there are. */
export const declareParking = (channel: Channel): Promise<{ messageCount: number }> =>
  channel.assertQueue(PARKING, { arguments: quorum(UNLIMITED_DELIVERIES) })

/** Declares parking and the wait queues, which all services share. */
export async function declareFailurePaths(channel: Channel): Promise<void> {
  await channel.assertExchange(PARKING, 'fanout')
  await declareParking(channel)
  await channel.bindQueue(PARKING, PARKING, '')
  for (const { name, waitMs } of retryTiers) {
    await channel.assertExchange(name, 'fanout')
    // Without a dead-letter routing key the message's own stays: the name of the broker queue it goes back to.
    const args = { ...quorum(WAITING_DELIVERIES), ...deadLetterTo(''), 'x-message-ttl': waitMs }
    await channel.assertQueue(name, { arguments: args })
    await channel.bindQueue(name, name, '')
  }
}

/** Declares the exchanges that messages of `types` are published to. */
export async function declareExchanges(channel: Channel, types: readonly MessageType[]): Promise<void> {
  const kinds = new Map(types.map(type => [exchangeOf(type), type.kind]))
  for (const [exchange, kind] of kinds) await channel.assertExchange(exchange, kind === 'event' ? 'topic' : 'direct')
}

/**
 * Declares a consumer's broker queue, or takes it `asItIs`, and binds it to everything it handles. Held messages are
 * redelivered whenever the broker's time-out passes, so where messages are held the broker has no delivery limit, and
 * the consumer has its own. Elsewhere the consumer decides first, and the broker only if the consumer does not.
 */
export async function declareConsumer(channel: Channel, consumer: Consumer, asItIs: boolean): Promise<void> {
  const args = {
    ...quorum(consumer.order === 'kept' ? UNLIMITED_DELIVERIES : MAX_DOUBT * consumer.deliveryLimit),
    ...deadLetterTo(PARKING),
    ...(consumer.singleActive && { 'x-single-active-consumer': true })
  }
  if (asItIs) await channel.checkQueue(consumer.name)
  else await channel.assertQueue(consumer.name, { arguments: args })
  await bind(channel, consumer.name, consumer.handlers)
}

/** Declares a broker queue that lives as long as its connection; resolves with the name the broker gave it. */
export async function declareSubscription(channel: Channel, handlers: readonly Handler[]): Promise<string> {
  const { queue: amqpQueue } = await channel.assertQueue('', { exclusive: true, autoDelete: true, durable: false })
  await bind(channel, amqpQueue, handlers)
  return amqpQueue
}

async function bind(channel: Channel, amqpQueue: string, handlers: readonly Handler[]): Promise<void> {
  const types = handlers.map(({ type }) => type)
  await declareExchanges(channel, types)
  for (const handler of handlers) await channel.bindQueue(amqpQueue, exchangeOf(handler.type), patternOf(handler))
}

function patternOf({ type: { type, partOf }, part }: Handler): string {
  if (part) return `${type}.${part}`
  return partOf && part === undefined ? `${type}.#` : type
}

/** Throws unless `service` may publish `types`: its own events, and anybody's commands. */
export function assertPublishable(service: Owner, types: readonly MessageType[]): void {
  const foreign = types.find(type => type.kind === 'event' && type.owner !== service)
  if (foreign) throw new TypeError(`${service} cannot publish ${foreign.type}: only ${foreign.owner} does`)
}
