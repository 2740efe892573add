import type { Clock } from '@inbox/kernel'
import { createDueTimers, pause, serially, untilDone } from '@inbox/runtime'
import { apart } from '@inbox/telemetry'

const LAST_WORK_MS = 2000

interface LinesOptions {
  /** Works through a line until it is empty or has to wait; retried if it throws. */
  work: (line: string, lines: Lines) => Promise<void>
  clock: Clock
  /** Once aborted, nothing more is begun. */
  signal: AbortSignal
  onError: (error: unknown) => void
}

export interface Lines extends Disposable {
  /** Queues a line to be worked through, after what is in progress in it. */
  go(line: string): void
  goAt(line: string, at: Date): void
  /** Whether nothing is in progress or queued in it. */
  isIdle(line: string): boolean
  /** Runs `first` in an idle line, then works through the line unless `first` returns true. */
  begin(line: string, first: () => Promise<boolean>): void
  /** Resolves once nothing is in progress, or after 2 s at the latest. */
  soonDone(): Promise<void>
}

/** Works through lines: one step at a time within a line, lines concurrently. */
export function createLines({ work, clock, signal, onError }: LinesOptions): Lines {
  const inLine = serially()
  const wanted = new Set<string>()
  const turns = new Map<string, number>()
  const running = new Set<Promise<unknown>>()
  const take = (line: string, turn: () => Promise<void>) => {
    turns.set(line, (turns.get(line) ?? 0) + 1)
    // a line outlives whatever started it, so it does not run in that one's span
    const worked = apart(() => inLine(line, turn))
      .catch(() => undefined)
      .finally(() => {
        running.delete(worked)
        const left = turns.get(line)! - 1
        if (left === 0) turns.delete(line)
        else turns.set(line, left)
      })
    running.add(worked)
  }
  const workThrough = (line: string) => untilDone(() => work(line, lines), { signal, onError })
  const go = (line: string) => {
    if (wanted.has(line) || signal.aborted) return
    wanted.add(line)
    take(line, () => {
      wanted.delete(line)
      return workThrough(line)
    })
  }
  const timers = createDueTimers(clock, due => due.forEach(go))
  const lines: Lines = {
    go,
    goAt: timers.set,
    isIdle: line => !turns.has(line),
    begin: (line, first) =>
      take(line, async () => {
        if (!(await first())) await workThrough(line)
      }),
    async soonDone() {
      const patience = new AbortController()
      await Promise.race([Promise.all(running), pause(LAST_WORK_MS, patience.signal)])
      patience.abort()
    },
    [Symbol.dispose]: () => timers[Symbol.dispose]()
  }
  return lines
}
