import type { ChannelAccount, ChannelProblem } from '@inbox/contracts'
import type { Outcome } from '@inbox/delivery'
import type { OutboundClient } from '@inbox/http'
import type { Clock } from '@inbox/kernel'
import type { AskedDelivery } from '../domain/delivery.ts'

/** What deliveries of all kinds need. */
export interface Means {
  client: OutboundClient
  clock: Clock
}

/** A kind of channel that we bring answers out of. */
export interface Channel {
  deliver: Deliver
  /** Whether the provider takes one id once: only then is a call repeated of which nobody knows how it ended. */
  idempotent: boolean
  /** Left out where there is nobody to ask. */
  test?: Test
  /** Where its provider calls us, if it does: the last part of `/v1/<kind>/<channel id>/…`. */
  webhook?: string
}

/** One call to the provider of a channel. Where it throws, nobody knows whether the answer was taken. */
export type Deliver = (
  delivery: AskedDelivery,
  settings: ChannelAccount['settings'],
  means: Means,
  signal: AbortSignal
) => Promise<Outcome>

/** Asks the provider whether the settings are good, and finds what is not; customers notice nothing of it. Where it throws, nobody was reached. */
export type Test = (account: ChannelAccount, means: Means, signal: AbortSignal) => Promise<ChannelProblem[]>
