import type { Clock } from '@inbox/kernel'
import type { Entry } from '@inbox/storage'
import { counter, histogram } from '@inbox/telemetry'
import type { Delivery } from './delivery.ts'
import type { DeliveryStore } from './store.ts'

interface CommitDeps<Payload> {
  store: Pick<DeliveryStore<Payload>, 'commit'>
  entriesOf: (delivery: Delivery<Payload>) => Entry[]
  clock: Clock
}

export type Commit<Payload> = (
  before: Delivery<Payload>,
  next: Delivery<Payload>
) => Promise<Delivery<Payload> | undefined>

const over = counter('deliveries_total', 'Deliveries that are over, by outcome', ['kind', 'outcome'])
const taking = histogram('delivery_seconds', 'Time from requesting a delivery until the target accepted it', ['kind'])

/** Stores what became of a delivery; a process that lost it to another stores and counts nothing. */
export const createCommit =
  <Payload>({ store, entriesOf, clock }: CommitDeps<Payload>): Commit<Payload> =>
  async (before, next) => {
    const { ending } = next
    const stored = await store.commit(before, next, ending ? entriesOf(next) : [])
    if (!stored || !ending) return stored
    const { kind = 'any' } = next
    over.inc({ kind, outcome: ending.kind })
    if (ending.kind === 'sent') taking.observe({ kind }, (clock.now().getTime() - next.requestedAt.getTime()) / 1000)
    return stored
  }
