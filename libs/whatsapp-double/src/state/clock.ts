/** The double's time: the machine's, but tests can move it. Whatever was due in between happens at once. */
export interface MovableClock {
  now(): number
  /** Calls `run` once, in `ms`. */
  after(ms: number, run: () => void): void
  /** Moves back if negative. */
  advance(ms: number): void
  /** While halted, only `advance` moves it. */
  halt(isHalted: boolean): void
  /** Cancels everything that is due. */
  stop(): void
}

/** The longest delay of a Node timer. */
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
    // a new function each time, so that the same one may wait twice
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
