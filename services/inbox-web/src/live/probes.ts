/** Calls to be made now, in parallel, and how long each waits for its response. */
export interface Probes {
  count: number
  patienceMs: number
}

/** Decides when small calls probe the network, which also proves the agent alive. Instants: ms of a monotonic clock. */
export interface Probing {
  /** `silently`: nothing had arrived for a while, so the browser's kept-alive HTTP connections may be dead, too. */
  lost(now: number, silently: boolean): void
  /** The network, the page or the machine may just have come back. */
  woke(now: number): void
  ended(): void
  /** Makes the next probe due now at the latest. */
  hasten(now: number): void
  due(now: number, reachable: boolean): Probes | undefined
}

/** Gives way to the page's own connection at first. */
const FIRST_AFTER_MS = 1000
/**
 * A browser's kept-alive connections may be dead: this many calls at once use them all, and close them by timing out.
 */
const KEPT_CONNECTIONS = 6
const FLUSH_TIMEOUT_MS = 700
/** A call that hangs for this long may be on one of these. */
const HUNG_MS = 500
const EVERY_MS = 1000
/** By then the agent is gone for the server anyway. */
const PRESENT_MS = 40_000
const LATER_EVERY_MS = 3000
/** While probes are answered: shorter than one proof of life counts. */
const ANSWERED_EVERY_MS = 2500
const TIMEOUT_MS = 2000
/** For networks on which everything takes this long: one probe in eight waits for it. */
const SLOW_TIMEOUT_MS = 8000

export function createProbing(begunAt: number): Probing {
  let lostAt = begunAt
  let dueAt = begunAt + FIRST_AFTER_MS
  let underWay = 0
  let rounds = 0
  let flushRound = 1

  const everyMs = (awayMs: number) => {
    if (rounds < 2) return HUNG_MS
    return awayMs < PRESENT_MS ? EVERY_MS : LATER_EVERY_MS
  }
  const flush = (now: number): Probes => {
    const count = KEPT_CONNECTIONS - underWay
    underWay = KEPT_CONNECTIONS
    dueAt = now + FLUSH_TIMEOUT_MS
    return { count, patienceMs: FLUSH_TIMEOUT_MS }
  }

  return {
    lost(now, silently) {
      lostAt = now
      dueAt = now
      rounds = 0
      flushRound = silently ? 0 : 1
    },
    woke(now) {
      dueAt = now
      rounds = 0
    },
    ended() {
      underWay -= 1
    },
    hasten(now) {
      dueAt = Math.min(dueAt, now)
    },
    due(now, reachable) {
      if (now < dueAt || underWay >= KEPT_CONNECTIONS) return undefined
      const round = rounds++
      if (round === flushRound && (round === 0 || underWay > 0)) return flush(now)
      underWay += 1
      dueAt = now + (reachable ? ANSWERED_EVERY_MS : everyMs(now - lostAt))
      return { count: 1, patienceMs: rounds % 8 === 0 ? SLOW_TIMEOUT_MS : TIMEOUT_MS }
    }
  }
}
