import type { Clock } from '@inbox/kernel'
import { type Collection, type Entry, ofAny, storageCall } from '@inbox/storage'
import { ended } from './decide.ts'
import type { Delivery } from './delivery.ts'

/** What an operator may do to deliveries, beside the processes that bring them out; these notice within 5 s. */
export interface Operator<Payload> {
  /** What is not over, the oldest first. */
  list(options: { target?: string | undefined; limit: number }): Promise<Delivery<Payload>[]>
  /** Has what waits tried now; answers the ids of what does. What waits behind others of its line goes after them. */
  retry(ids: readonly string[]): Promise<string[]>
  /** Ends what waits as refused, which is told as any end is; answers the ids of what did. */
  drop(ids: readonly string[]): Promise<string[]>
}

const DROPPED = 'dropped by an operator'

/** `entriesOf`: what is told of a delivery that is over, by the service whose deliveries these are. */
export function operateDeliveries<Payload>(
  collection: Collection<Delivery<Payload>>,
  entriesOf: (delivery: Delivery<Payload>) => Entry[],
  clock: Clock
): Operator<Payload> {
  const deliveries = ofAny(collection)
  /** Changes a delivery that nobody has in hand; answers whether it was one. */
  const change = async (id: string, updateOf: (delivery: Delivery<Payload>) => object): Promise<boolean> => {
    const waiting = await storageCall(() => deliveries.findOne({ _id: id, state: 'waiting' }))
    if (!waiting) return false
    const { version } = waiting
    const update = { $inc: { version: 1 }, ...updateOf(waiting as unknown as Delivery<Payload>) }
    const { modifiedCount } = await storageCall(() => deliveries.updateOne({ _id: id, version }, update))
    return modifiedCount === 1
  }
  const changeAll = async (ids: readonly string[], updateOf: Parameters<typeof change>[1]) => {
    const changed: string[] = []
    for (const id of ids) if (await change(id, updateOf)) changed.push(id)
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
    retry: ids => changeAll(ids, () => ({ $set: { dueAt: clock.now() } })),
    drop: ids =>
      changeAll(ids, delivery => {
        const now = clock.now()
        const over = ended(delivery, { kind: 'refused', error: DROPPED }, now)
        const { state, ending, endedAt, error } = over
        const entries = entriesOf(over).map(entry => ({ ...entry, at: now }))
        return { $set: { state, ending, endedAt, error }, $unset: { dueAt: '' }, $push: { outbox: { $each: entries } } }
      })
  }
}
