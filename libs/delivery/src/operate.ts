import type { Clock } from '@inbox/kernel'
import { type Collection, type Entry, ofAny, storageCall } from '@inbox/storage'
import { ended } from './decide.ts'
import type { Delivery } from './delivery.ts'

/** Certain deliveries, or all that wait for a target. */
export type Which = readonly string[] | { target: string }

/** What an operator may do to deliveries while processes carry them out; those notice within 5 s. */
export interface Operator<Payload> {
  /** Deliveries that are not over, oldest first. */
  list(options: { target?: string | undefined; limit: number }): Promise<Delivery<Payload>[]>
  /** Makes waiting ones due now; returns their ids. One that waits behind others in its line still goes after them. */
  retry(which: Which): Promise<string[]>
  /** Ends waiting ones as refused, with the usual event; returns their ids. */
  drop(which: Which): Promise<string[]>
}

const DROPPED = 'dropped by an operator'

/** `entriesOf`: the events about a delivery that is over, as made by the service that owns these deliveries. */
export function operateDeliveries<Payload>(
  collection: Collection<Delivery<Payload>>,
  entriesOf: (delivery: Delivery<Payload>) => Entry[],
  clock: Clock
): Operator<Payload> {
  const deliveries = ofAny(collection)
  /** Changes a delivery that nobody has in hand; returns whether it did. */
  const change = async (id: string, updateOf: (delivery: Delivery<Payload>) => object): Promise<boolean> => {
    const waiting = await storageCall(() => deliveries.findOne({ _id: id, state: 'waiting' }))
    if (!waiting) return false
    const { version } = waiting
    const update = { $inc: { version: 1 }, ...updateOf(waiting as unknown as Delivery<Payload>) }
    const { modifiedCount } = await storageCall(() => deliveries.updateOne({ _id: id, version }, update))
    return modifiedCount === 1
  }
  const idsOf = async (which: Which): Promise<readonly string[]> => {
    if (!('target' in which)) return which
    const waiting = { target: which.target, state: 'waiting', dueAt: { $exists: true } }
    const found = await storageCall(() =>
      deliveries
        .find(waiting, { projection: { _id: 1 } })
        .sort({ requestedAt: 1 })
        .toArray()
    )
    return found.map(({ _id }) => String(_id))
  }
  const changeAll = async (which: Which, updateOf: Parameters<typeof change>[1]) => {
    const changed: string[] = []
    for (const id of await idsOf(which)) if (await change(id, updateOf)) changed.push(id)
    return changed
  }
  return {
    list: ({ target, limit }) =>
      storageCall(() =>
        deliveries
          .find({ dueAt: { $exists: true }, ...(target !== undefined && { target }) }, { limit })
          .sort({ requestedAt: 1 })
          .toArray()
      ) as unknown as Promise<Delivery<Payload>[]>,
    retry: which => changeAll(which, () => ({ $set: { dueAt: clock.now() } })),
    drop: which =>
      changeAll(which, delivery => {
        const now = clock.now()
        const over = ended(delivery, { kind: 'refused', error: DROPPED }, now)
        const { state, ending, endedAt, error } = over
        const entries = entriesOf(over).map(entry => ({ ...entry, at: now }))
        return { $set: { state, ending, endedAt, error }, $unset: { dueAt: '' }, $push: { outbox: { $each: entries } } }
      })
  }
}
