import { deliveryRequested, type Envelope } from '@inbox/contracts'
import { type Consumer, defineConsumer, on } from '@inbox/messaging'
import type { Delivery } from '../domain/delivery.ts'

/** Answers that wait for delivery, in order per conversation. */
export const deliveries = (deliver: (asked: Envelope<Delivery>) => Promise<void>): Consumer =>
  defineConsumer({
    name: 'channel-adapters.deliveries',
    prefetch: 100,
    order: 'kept',
    handlers: [on(deliveryRequested, deliver)]
  })
