import type { Clock } from '@inbox/kernel'
import { createDueTimers, startRepeating } from '@inbox/runtime'

const SCAN_MS = 5000
const HORIZON_MS = 12_000

interface Options {
  clock: Clock
  /** What is due before `until` according to storage. */
  dueBefore: (until: Date) => Promise<{ key: string; dueAt: Date }[]>
  /** Acts on what is due, after checking that it still is. */
  act: (key: string) => Promise<unknown>
  onError: (error: unknown) => void
}

export interface Deadlines extends AsyncDisposable {
  /** Notes something that will be due at `dueAt`; if that is far off, the scan picks it up later. */
  note(key: string, dueAt: Date): void
  /** Scans storage now, as everything due may have changed. */
  look(): void
}

/**
 * Meets deadlines. Storage is authoritative; this memory only makes them punctual, and a scan of the near future adds
 * what other processes noted, a restart forgot, or an attempt failed to do.
 */
export function startDeadlines({ clock, dueBefore, act, onError }: Options): Deadlines {
  const timers = createDueTimers(clock, keys => {
    for (const key of keys) act(key).catch(onError)
  })
  const scan = async () => {
    const due = await dueBefore(new Date(clock.now().getTime() + HORIZON_MS))
    for (const { key, dueAt } of due) timers.set(key, dueAt)
  }
  const look = () => void scan().catch(onError)
  look()
  const scanning = startRepeating(SCAN_MS, scan, onError)
  return {
    note: (key, dueAt) => {
      if (dueAt.getTime() < clock.now().getTime() + HORIZON_MS) timers.set(key, dueAt)
    },
    look,
    async [Symbol.asyncDispose]() {
      timers[Symbol.dispose]()
      await scanning[Symbol.asyncDispose]()
    }
  }
}
