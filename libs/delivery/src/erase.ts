import type { Clock } from '@inbox/kernel'
import { erased } from './decide.ts'
import type { DeliveryStore } from './store.ts'

/** A process that has one in hand at that moment loses it: its outcome is no longer stored. */
export const createErase =
  <Payload>(store: Pick<DeliveryStore<Payload>, 'called' | 'commit'>, clock: Clock) =>
  async (id: string, without: (payload: Payload) => Payload): Promise<void> => {
    for (;;) {
      const kept = (await store.called(id)).filter(({ ending }) => ending?.kind !== 'erased')
      if (kept.length === 0) return
      for (const delivery of kept)
        await store.commit(delivery, erased(delivery, without(delivery.payload), clock.now()), [])
    }
  }
