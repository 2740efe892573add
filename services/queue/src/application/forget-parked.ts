import type { Clock } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import type { Erasure } from '../domain/erase.ts'
import { type ErasedPerson, isOfErased, namedIn, type Parked } from '../domain/parked.ts'
import type { Erasing } from '../store/erasing.ts'
import type { ParkedErasures } from '../store/parked-erasures.ts'

interface Dependencies {
  erasing: Pick<Erasing, 'isAnyOf'>
  parkedErasures: ParkedErasures
  /** Drops the parked messages for which `goes` holds; returns their ids. */
  dropParked: (goes: (parked: Parked) => Promise<boolean>) => Promise<string[]>
  clock: Clock
  logger: Logger
}

/** By then, what was in retry has been handled or parked, and what somebody was inspecting has been put back. */
const ONCE_MORE_MS = 30 * 60_000

/**
 * No message about an erased contact may stay parked: a replay would bring it back. Checked before the erasure ends,
 * and once more when whatever was in flight must have been parked.
 */
export function createForgetParked({ erasing, parkedErasures, dropParked, clock, logger }: Dependencies) {
  const forget = async (nobodyId: string, erased: ErasedPerson): Promise<void> => {
    const goes = async (parked: Parked) => {
      const named = namedIn(parked)
      if (!named) return false
      return isOfErased(named, erased) || (await erasing.isAnyOf(named.ids, nobodyId))
    }
    const dropped = await dropParked(goes)
    if (dropped.length > 0) logger.info({ count: dropped.length }, 'what lay parked of an erased contact was dropped')
  }
  return {
    async now({ nobodyId, contactIds, nameIds = [], channel, askedAt }: Erasure): Promise<void> {
      const erased = { channelId: channel.id, contactIds: [...contactIds, ...nameIds], askedAt }
      await forget(nobodyId, erased)
      await parkedErasures.note({ _id: nobodyId, ...erased, dueAt: new Date(clock.now().getTime() + ONCE_MORE_MS) })
    },
    async onceMore(): Promise<void> {
      for (const { _id, ...erased } of await parkedErasures.dueBefore(clock.now())) {
        await forget(_id, erased)
        await parkedErasures.end(_id)
      }
    }
  }
}
export type ForgetParked = ReturnType<typeof createForgetParked>
