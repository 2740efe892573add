export type { Delivery, Ending, NewDelivery, Outcome } from './delivery.ts'
export { type Deliveries, type DeliveriesOptions, openDeliveries } from './open-deliveries.ts'
export type { Backlog } from './store.ts'
export type { TargetHealth } from './target.ts'
