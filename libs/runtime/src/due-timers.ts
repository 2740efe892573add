import type { Clock } from '@inbox/kernel'
import { apart } from '@inbox/telemetry'
import TinyQueue from 'tinyqueue'

/** Keys and the instants at which they become due, with one real timer for all of them. */
export interface DueTimers extends Disposable {
  /** Sets (or moves) the instant of `key`. */
  set(key: string, dueAt: Date): void
  clear(key: string): void
  readonly size: number
}

const MAX_TIMEOUT_MS = 2_000_000_000

/**
 * Calls `onDue` with every key whose instant has come, never early by `clock`. Only a convenience for punctuality: due
 * work must also be found in storage, because this memory dies with its process.
 */
export function createDueTimers(clock: Clock, onDue: (keys: string[]) => void): DueTimers {
  const heap = new TinyQueue<{ at: number; key: string }>([], (a, b) => a.at - b.at)
  const dueAtOf = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  const arm = () => {
    clearTimeout(timer)
    const next = heap.peek()
    if (!next) return
    const wait = Math.max(0, Math.ceil(next.at - clock.now().getTime()))
    timer = apart(() => setTimeout(fire, Math.min(wait, MAX_TIMEOUT_MS)))
  }
  const fire = () => {
    const now = clock.now().getTime()
    const due: string[] = []
    for (let next = heap.peek(); next && next.at <= now; next = heap.peek()) {
      const { at, key } = next
      heap.pop()
      if (dueAtOf.get(key) !== at) continue
      dueAtOf.delete(key)
      due.push(key)
    }
    if (due.length > 0) onDue(due)
    arm()
  }

  return {
    set(key, dueAt) {
      const at = dueAt.getTime()
      if (dueAtOf.get(key) === at) return
      dueAtOf.set(key, at)
      heap.push({ at, key })
      if (heap.peek()?.key === key) arm()
    },
    clear: key => void dueAtOf.delete(key),
    get size() {
      return dueAtOf.size
    },
    [Symbol.dispose]: () => clearTimeout(timer)
  }
}
