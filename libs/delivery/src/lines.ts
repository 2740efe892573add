import type { Clock } from '@inbox/kernel'
import { createDueTimers, pause, serially, untilDone } from '@inbox/runtime'
import { apart } from '@inbox/telemetry'

const LAST_WORK_MS = 2000

interface LinesOptions {
  /** Goes through a line until it is empty or has to wait; tried again where it throws. */
  work: (line: string, lines: Lines) => Promise<void>
  clock: Clock
  /** Ends: nothing more is begun. */
  signal: AbortSignal
  onError: (error: unknown) => void
}

export interface Lines extends Disposable {
  /** Has a line worked through, after what is under way in it. */
  go(line: string): void
  goAt(line: string, at: Date): void
  /** Resolves when nothing is under way any more, or at the latest after 2 s. */
  soonDone(): Promise<void>
}

/** Works through lines: in each by one at a time, lines beside each other. */
export function createLines({ work, clock, signal, onError }: LinesOptions): Lines {
  const inLine = serially()
  const wanted = new Set<string>()
  const running = new Set<Promise<unknown>>()
  const go = (line: string) => {
    if (wanted.has(line) || signal.aborted) return
    wanted.add(line)
    // a line goes on after what has begun it
    const worked = apart(() =>
      inLine(line, () => {
        wanted.delete(line)
        return untilDone(() => work(line, lines), { signal, onError })
      })
    )
      .catch(() => undefined)
      .finally(() => running.delete(worked))
    running.add(worked)
  }
  const timers = createDueTimers(clock, due => due.forEach(go))
  const lines: Lines = {
    go,
    goAt: timers.set,
    async soonDone() {
      const patience = new AbortController()
      await Promise.race([Promise.all(running), pause(LAST_WORK_MS, patience.signal)])
      patience.abort()
    },
    [Symbol.dispose]: () => timers[Symbol.dispose]()
  }
  return lines
}
