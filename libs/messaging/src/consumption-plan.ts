import type { Channel, ConsumeMessage } from 'amqplib'
import type { Order } from './define-consumer.ts'
import type { Aside, Outcome } from './failure-table.ts'
import type { Handler } from './handler.ts'

/** What to consume and how. */
export interface ConsumptionPlan {
  name: string
  handlers: readonly Handler[]
  prefetch: number
  order: Order
  singleActive: boolean
  maxBytes: number
  handleWithinMs: number
  /** How many deliveries may end with the process until a message is parked; undefined where nothing is redelivered. */
  deliveryLimit?: number
  /** Declares what to consume; resolves with the name of the broker queue. */
  declare: (channel: Channel) => Promise<string>
  /** Moves a message that `attempt` did not settle elsewhere; it is acknowledged afterwards. */
  divert: (message: ConsumeMessage, aside: Aside, attempt: number, outcome: Outcome) => Promise<void>
}
