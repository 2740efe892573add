import type { LastKnown } from '../store/last-known.ts'
import type { Batch, Presences } from '../store/presences.ts'

/** Records a gateway's report on its connections. Agents unknown to Redis but known to us are restored first. */
export const createRecordBeats =
  (presences: Pick<Presences, 'beats' | 'restore'>, lastKnown: Pick<LastKnown, 'of'>) =>
  async (batch: Batch): Promise<void> => {
    const unknown = new Set(await presences.beats(batch, false))
    if (unknown.size === 0) return
    await presences.restore(lastKnown.of([...unknown]))
    const ofUnknown = (items: Batch['beats']) => items.filter(({ agentId }) => unknown.has(agentId))
    await presences.beats({ ...batch, beats: ofUnknown(batch.beats), closed: ofUnknown(batch.closed) }, true)
  }
