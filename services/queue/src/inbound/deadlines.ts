import type { Clock } from '@inbox/kernel'
import { createDueTimers, startRepeating } from '@inbox/runtime'

const SCAN_MS = 5000
const HORIZON_MS = 12_000

interface Options {
  clock: Clock
  /** What storage says is due before an instant. */
  dueBefore: (until: Date) => Promise<{ key: string; dueAt: Date }[]>
  /** Acts on what is due, and looks again whether it is: it may be due no more. */
  act: (key: string) => Promise<unknown>
  onError: (error: unknown) => void
}

export interface Deadlines extends AsyncDisposable {
  /** Notes what has just become due at an instant; what is far off the scan brings in when it is near. */
  note(key: string, dueAt: Date): void
  /** Looks at storage now: what is due may have changed altogether. */
  look(): void
}

/**
 * Meets deadlines. The truth is in storage; this memory only makes them punctual, and a scan of the near future brings in what
 * other processes noted, a restart forgot, or an attempt failed to do.
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
