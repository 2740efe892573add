import type { Owner } from '@inbox/contracts'
import type { ConsumptionPlan } from './consumption-plan.ts'
import { type Bounds, bounds, type Consumer } from './define-consumer.ts'
import { reasonOf } from './failure-table.ts'
import type { Handler } from './handler.ts'
import { OTHER_LIMIT } from './keep-open.ts'
import { ATTEMPT_HEADER, forwarded, ORIGIN_HEADER, REASON_HEADER } from './message-format.ts'
import { parked } from './metrics.ts'
import type { Publisher } from './publisher.ts'
import { declareConsumer, declareSubscription, PARKING } from './topology.ts'

export interface Subscription extends Partial<Bounds> {
  handlers: readonly Handler[]
  prefetch: number
  /** Called when events may have been missed: the broker queue had to be recreated, or a handler failed. */
  onGap?: () => void
}

/**
 * A durable broker queue. A message that an attempt did not settle is published to a wait queue or to parking and, once
 * that is confirmed, acknowledged. A crash in between leaves both copies, which consumers tolerate.
 */
export const durablePlan = (service: Owner, consumer: Consumer, publisher: Publisher): ConsumptionPlan => {
  const { name } = consumer
  if (!name.startsWith(`${service}.`)) throw new TypeError(`consumer ${name} does not belong to ${service}`)
  // a broker queue keeps the limit it was created with, and works with that one too
  let asItIs = false
  return {
    ...consumer,
    // a held message whose consumer times out at the broker counts as another delivery
    deliveryLimit: consumer.deliveryLimit * (consumer.order === 'kept' ? 10 : 1),
    declare: async channel => {
      try {
        await declareConsumer(channel, consumer, asItIs)
      } catch (error) {
        asItIs = OTHER_LIMIT.test((error as Error).message)
        throw error
      }
      return name
    },
    divert: async (message, aside, attempt, outcome) => {
      const headers = { [ATTEMPT_HEADER]: attempt, [REASON_HEADER]: reasonOf(outcome), [ORIGIN_HEADER]: name }
      const exchange = aside.settle === 'wait' ? aside.tier.name : PARKING
      await publisher.send(forwarded(message, { exchange, routingKey: name }, headers))
      if (aside.settle === 'park') parked.inc({ consumer: name, kind: outcome.kind })
    }
  }
}

/**
 * A broker queue that lives as long as its connection. A failed message is not retried, since nobody could replay it
 * to a broker queue that is gone tomorrow; the view is read again instead.
 */
export const pushPlan = (service: Owner, { handlers, prefetch, onGap, ...bounded }: Subscription): ConsumptionPlan => {
  let declaredBefore = false
  return {
    name: `${service}.push`,
    handlers,
    prefetch,
    order: 'any',
    singleActive: false,
    ...bounds,
    ...bounded,
    declare: async channel => {
      const amqpQueue = await declareSubscription(channel, handlers)
      if (declaredBefore) onGap?.()
      declaredBefore = true
      return amqpQueue
    },
    divert: async () => onGap?.()
  }
}
