import type { Clock } from '@inbox/kernel'
import { failPoint, within } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Erasure } from '../domain/erase.ts'
import { mayBeOf, namedIn, namesThem, nextLook, type Parked } from '../domain/parked.ts'
import type { Erasing } from '../store/erasing.ts'
import type { ParkedErasure, ParkedErasures } from '../store/parked-erasures.ts'

interface Dependencies {
  erasing: Pick<Erasing, 'contactsOf'>
  parkedErasures: ParkedErasures
  /** Drops the parked messages that `going` returns; returns their ids. */
  dropParked: (going: <P extends Parked>(some: readonly P[]) => Promise<P[]>, signal: AbortSignal) => Promise<string[]>
  clock: Clock
  logger: Logger
}

/** A walk may last, but not stand still for so long: not even while it waits for that of another process. */
const STILL_MS = 5 * 60_000
/** Longer, so that no other process repeats the walk meanwhile; extended as it goes on. */
const TAKEN_MS = STILL_MS + 60_000
const EXTEND_MS = 60_000

export interface ForgetParked extends AsyncDisposable {
  /** From now on no message about them may stay parked. */
  note(erasure: Erasure): Promise<void>
  nextDue(): Promise<Date | undefined>
  /** Looks through parking once for everybody who is due. */
  look(): Promise<void>
}

/**
 * No message about an erased contact may stay parked: a replay would bring it back. Checked as soon as the rest of them is
 * erased, and again for as long as messages that were in flight may be parked.
 */
export function createForgetParked(dependencies: Dependencies): ForgetParked {
  const { erasing, parkedErasures, dropParked, clock, logger } = dependencies
  const stop = new AbortController()
  let looking: Promise<void> | undefined

  /** Keeps other processes from repeating the walk, for as long as this is called. */
  const holdingOf = (taken: readonly ParkedErasure[], from: Date) => {
    const ids = taken.map(({ _id }) => _id)
    let last = from.getTime()
    return async () => {
      const now = clock.now().getTime()
      if (now - last < EXTEND_MS) return
      last = now
      await parkedErasures.plan(ids, new Date(now + TAKEN_MS))
    }
  }

  const goingOf = (erasures: readonly ParkedErasure[]) => {
    const nobodies = erasures.map(({ _id }) => _id)
    return async <P extends Parked>(some: readonly P[]): Promise<P[]> => {
      const candidates = some.flatMap(parked => {
        const named = namedIn(parked)
        const persons = named ? erasures.filter(each => mayBeOf(named, each)) : []
        return named && persons.length > 0 ? [{ parked, named, persons }] : []
      })
      const ids = [...new Set(candidates.flatMap(({ named }) => named.ids))]
      const contactOf = await erasing.contactsOf(ids, nobodies)
      const isGoing = ({ named, persons }: (typeof candidates)[number]) => {
        const contacts = new Set(named.ids.map(id => contactOf.get(id)))
        return persons.some(each => contacts.has(each._id) || namesThem(named, each))
      }
      return candidates.filter(isGoing).map(({ parked }) => parked)
    }
  }

  const look = async () => {
    const now = clock.now()
    const taken = await parkedErasures.take(now, new Date(now.getTime() + TAKEN_MS))
    if (taken.length === 0) return
    const [going, hold] = [goingOf(taken), holdingOf(taken, now)]
    const walk = (signal: AbortSignal, goesOn: () => void) =>
      dropParked(async some => {
        goesOn()
        await hold()
        return going(some)
      }, signal)
    const dropped = await within(STILL_MS, walk, stop.signal)
    if (dropped.length > 0) logger.info({ count: dropped.length }, 'dropped parked messages about erased contacts')
    failPoint('parked.dropped')
    for (const { _id, since } of taken) {
      const dueAt = nextLook(since, now)
      await (dueAt ? parkedErasures.plan([_id], dueAt) : parkedErasures.end(_id))
    }
  }

  return {
    async note({ nobodyId, contactIds, nameIds = [], channel, askedAt }) {
      const now = clock.now()
      const erased = { channelId: channel.id, contactIds: [...contactIds, ...nameIds], askedAt }
      await parkedErasures.note({ _id: nobodyId, ...erased, since: now, dueAt: now })
    },
    nextDue: parkedErasures.nextDue,
    look() {
      looking ??= look().finally(() => {
        looking = undefined
      })
      return looking
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('the process is ending'))
      await looking?.catch(() => undefined)
    }
  }
}
