import type { Handler } from './handler.ts'

/** `kept`: messages with the same `envelope.key` are handled one after the other, even across failures. */
export type Order = 'any' | 'kept'

/** Limits that every message is held to. */
export interface Bounds {
  /** Larger bodies are parked unread. */
  maxBytes: number
  /** After this a handler counts as hanging and its message is retried; Infinity if it keeps messages on purpose. */
  handleWithinMs: number
}

export const bounds: Bounds = { maxBytes: 1_000_000, handleWithinMs: 60_000 }

/** A durable broker queue of one service, and what the service does with its messages. */
export interface Consumer extends Bounds {
  name: string
  handlers: readonly Handler[]
  prefetch: number
  deliveryLimit: number
  singleActive: boolean
  order: Order
}

const NAME = /^([a-z]+(?:-[a-z]+)*)\.[a-z0-9]+(?:-[a-z0-9]+)*$/
const MAX_PREFETCH = 2000

/**
 * A consumer of the broker queue `name` (`<service>.<purpose>`). `prefetch` bounds the messages in hand (1 to 2000); a
 * message is parked after `deliveryLimit` deliveries that ended with the process. Order can only be kept while a single
 * process consumes, so `order: 'kept'` implies `singleActive`. Throws TypeError for unsafe settings.
 */
export function defineConsumer(
  given: Pick<Consumer, 'name' | 'handlers' | 'prefetch'> & Partial<Consumer>
): Readonly<Consumer> {
  const order = given.order ?? 'any'
  const consumer = { deliveryLimit: 20, singleActive: order === 'kept', ...bounds, ...given, order }
  const wrong = faultOf(consumer)
  if (wrong) throw new TypeError(`consumer ${consumer.name}: ${wrong}`)
  return Object.freeze(consumer)
}

function faultOf({
  name,
  handlers,
  prefetch,
  deliveryLimit,
  singleActive,
  order,
  handleWithinMs
}: Consumer): string | undefined {
  const service = NAME.exec(name)?.[1]
  if (!service) return 'the name must be <service>.<purpose>'
  if (!isWithin(prefetch, MAX_PREFETCH)) return `prefetch must be between 1 and ${MAX_PREFETCH}`
  if (!isWithin(deliveryLimit, Number.MAX_SAFE_INTEGER)) return 'deliveryLimit must be at least 1'
  if (!(handleWithinMs > 0)) return 'handleWithinMs must be more than 0'
  if (order === 'kept' && !singleActive) return 'only a single active consumer can keep the order'
  if (handlers.length === 0) return 'it has no handlers'
  const types = handlers.map(({ type }) => type.type)
  const twice = types.find((type, index) => types.indexOf(type) !== index)
  if (twice) return `it has two handlers for ${twice}`
  const foreign = handlers.find(({ type }) => type.kind === 'command' && type.owner !== service)
  if (foreign) return `only ${foreign.type.owner} receives the command ${foreign.type.type}`
  return undefined
}

const isWithin = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
