/** The double's time: the machine's, moved by whoever tests. What was to happen in between happens at once. */
export interface MovableClock {
  now(): number
  /** Calls once, so long from now. */
  after(ms: number, run: () => void): void
  /** Back if negative. */
  advance(ms: number): void
  /** Only `advance` moves it, until it goes on. */
  halt(isHalted: boolean): void
  /** Nothing that was to happen happens any more. */
  stop(): void
}

/** What a timer of Node can wait for at most. */
const MAX_MS = 2 ** 31 - 1

export function createMovableClock(): MovableClock {
  let offset = 0
  let haltedAt: number | undefined
  const waiting = new Map<() => void, { due: number; timer?: NodeJS.Timeout }>()
  const now = () => (haltedAt ?? Date.now()) + offset
  const arm = (run: () => void, due: number) => {
    clearTimeout(waiting.get(run)?.timer)
    const timer = setTimeout(fire, Math.min(Math.max(0, due - now()), MAX_MS), run)
    timer.unref()
    waiting.set(run, { due, timer })
  }
  const fire = (run: () => void) => {
    const { due } = waiting.get(run)!
    if (due > now()) return arm(run, due)
    waiting.delete(run)
    run()
  }
  return {
    now,
    // a function of its own each time, so that the same may wait twice
    after: (ms, run) => arm(() => run(), now() + ms),
    advance(ms) {
      offset += ms
      for (const [run, { due }] of [...waiting].sort(([, a], [, b]) => a.due - b.due)) arm(run, due)
    },
    halt(isHalted) {
      if (haltedAt !== undefined) offset -= Date.now() - haltedAt
      haltedAt = isHalted ? Date.now() : undefined
    },
    stop() {
      for (const { timer } of waiting.values()) clearTimeout(timer)
      waiting.clear()
    }
  }
}
