import type { ChannelAccount } from '@inbox/contracts'
import type { Outcome } from '@inbox/delivery'
import type { OutboundClient } from '@inbox/http'
import type { Clock } from '@inbox/kernel'
import type { AskedDelivery } from '../domain/delivery.ts'

/** What deliveries of all kinds need. */
export interface Means {
  client: OutboundClient
  clock: Clock
}

/** One call to the provider of a channel; may run twice for one delivery. */
export type Deliver = (
  delivery: AskedDelivery,
  settings: ChannelAccount['settings'],
  means: Means,
  signal: AbortSignal
) => Promise<Outcome>
