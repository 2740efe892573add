import { ATTEMPT_HEADER, type ConsumptionPlan } from './consumption.ts'
import { reasonOf } from './failure-table.ts'
import { forwarded } from './message-format.ts'
import { parked } from './metrics.ts'
import type { Publisher } from './publisher.ts'
import { PARKING } from './topology.ts'

/** Names the broker queue that a parked message goes back to when it is replayed. */
export const ORIGIN_HEADER = 'x-origin'
export const REASON_HEADER = 'x-reason'

/**
 * Sends a message of the broker queue `origin` to a wait queue or to parking, confirmed, so that the original may be
 * acknowledged. A crash in between leaves both: consumers bear a repetition.
 */
export const diversionTo =
  (publisher: Publisher, origin: string): ConsumptionPlan['divert'] =>
  async (message, aside, { attempt, outcome }) => {
    const headers = { [ATTEMPT_HEADER]: attempt, [REASON_HEADER]: reasonOf(outcome), [ORIGIN_HEADER]: origin }
    const exchange = aside.settle === 'wait' ? aside.tier.name : PARKING
    await publisher.send(forwarded(message, { exchange, routingKey: origin }, headers))
    if (aside.settle === 'park') parked.inc({ consumer: origin, kind: outcome.kind })
  }
