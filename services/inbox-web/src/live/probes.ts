/** Calls to be made now, side by side, and how long each waits for its answer. */
export interface Probes {
  count: number
  patienceMs: number
}

/** When small calls probe the network, which proves the agent alive as well. Instants: ms of a monotonic clock. */
export interface Probing {
  /** `silently`: nothing came for a while before, so that the connections that the browser keeps by HTTP may be as dead. */
  lost(now: number, silently: boolean): void
  /** The network, the page or the machine may just have come back. */
  woke(now: number): void
  ended(): void
  /** The next one is due now at the latest. */
  hasten(now: number): void
  due(now: number, reachable: boolean): Probes | undefined
}

/** The page's own connection comes first. */
const FIRST_AFTER_MS = 1000
/** Connections that a browser kept open may be dead: as many calls at once use them all up, and as they end so do those. */
const KEPT_CONNECTIONS = 6
const FLUSH_TIMEOUT_MS = 700
/** What hangs for so long may hang on one of them. */
const HUNG_MS = 500
const EVERY_MS = 1000
/** The agent's time is up by then. */
const PRESENT_MS = 40_000
const LATER_EVERY_MS = 3000
/** While they are answered: shorter than what one proof of life counts. */
const ANSWERED_EVERY_MS = 2500
const TIMEOUT_MS = 2000
/** For networks on which everything takes that long: one of eight waits for it. */
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
