/** One try to connect. */
export interface Attempt {
  transports: ('websocket' | 'polling')[]
  /** When it is given up. */
  patienceMs: number
}

/** What is to be done now. */
export interface Plan {
  /** The attempt under way is given up, before anything else. */
  giveUp?: boolean
  attempt?: Attempt
  /** Say by HTTP that the agent is there, and wait so long for the answer. */
  beat?: { patienceMs: number }
}

/** A refusal of the server comes again if one asks again at once. */
type Failure = 'no answer' | 'refused'

/** `cut`: it hung, and then was ended by somebody else: the network does something again. `dropped`: we no longer wait for it. */
export type BeatEnd = 'answered' | 'failed' | 'cut' | 'dropped'

/**
 * How a lost connection comes back. Browsers hold WebSockets back, up to 5 s each, once several have failed. So small calls
 * probe the network, which proves the agent alive as well; a socket is tried when they are answered, and on its own only
 * with growing pauses; what is no WebSocket within a second begins as long-polling. Instants: ms of a monotonic clock.
 */
export interface Reconnection {
  lost(now: number): void
  connected(now: number): void
  failed(now: number, why: Failure): void
  /** A call was answered. */
  answered(now: number): void
  beatEnded(now: number, how: BeatEnd): void
  /** The network, the page or the machine may just have come back. */
  woke(now: number): void
  /** `online`: as far as the browser knows. */
  plan(now: number, online: boolean): Plan
  /** Whether the server answers although there is no connection. */
  reachable(): boolean
}

const HEDGE_MS = 1000
const PATIENCE_MS = 10_000
const MOST_PATIENCE_MS = 25_000
/** What was begun before the network was back waits for answers to what is lost. */
const STALE_MS = 500
const FIRST_PAUSE_MS = 1000
const MOST_PAUSE_MS = 8000
/** A gateway that ends takes all its agents' connections with it. */
const SPREAD_MS = 300
/** What ends sooner is a failed attempt and no connection. */
const HELD_MS = 5000
/** Connections that a browser kept open may be dead: each of the first calls uses one up. */
const FIRST_PROBES_EVERY_MS = 500
const FIRST_BEATS = 4
const PROBE_EVERY_MS = 1000
/** The agent's time is up by then. */
const PRESENT_MS = 40_000
const LATER_PROBES_EVERY_MS = 3000
/** Shorter than what one proof of life counts. */
const BEAT_EVERY_MS = 2500
const BEAT_PATIENCE_MS = 2000
/** For networks on which everything takes that long: one of eight waits for it. */
const SLOW_BEAT_PATIENCE_MS = 8000
/** Browsers have six connections to a server by HTTP, and other calls may hang as well. */
const MOST_BEATS = 4

/** Begins with a page that was never connected. */
export function createReconnection(begunAt: number, random: () => number = Math.random): Reconnection {
  let tries = 0
  // hasty: what fails is followed at once by long-polling
  let trying: (Attempt & { since: number; hasty: boolean }) | undefined
  let abandoned = false
  let connectedAt = Number.NEGATIVE_INFINITY
  let lostAt = begunAt
  let reachable = false
  let restartedAt = Number.NEGATIVE_INFINITY
  let dueAt = begunAt
  let refusedUntil = 0
  let beatAt = begunAt + HEDGE_MS
  let beats = 0
  let beatsMade = 0

  const pause = () => {
    const whole = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 2), MOST_PAUSE_MS)
    return whole * (0.5 + random() / 2)
  }
  const startAnew = (now: number) => {
    // after a WebSocket has failed others may be held back
    tries = Math.min(tries, 1)
    if (!trying) dueAt = Math.max(now, refusedUntil)
    // a slow network, too, must let an attempt come to its end
    else if (now - restartedAt > PATIENCE_MS) {
      restartedAt = now
      const age = now - trying.since
      const most = age > STALE_MS ? age : age + STALE_MS
      trying = { ...trying, hasty: true, patienceMs: Math.min(trying.patienceMs, most) }
    }
  }

  return {
    lost(now) {
      const held = now - connectedAt >= HELD_MS
      tries = held ? 0 : tries
      trying = undefined
      lostAt = now
      reachable = false
      restartedAt = Number.NEGATIVE_INFINITY
      dueAt = held || tries < 2 ? now + random() * SPREAD_MS : now + pause()
      beatAt = now
      beatsMade = 0
    },
    connected(now) {
      connectedAt = now
      trying = undefined
      refusedUntil = 0
    },
    failed(now, why) {
      dueAt = why === 'no answer' && trying?.hasty ? now : now + pause()
      trying = undefined
      if (why === 'refused') refusedUntil = dueAt
    },
    answered(now) {
      if (reachable) return
      reachable = true
      startAnew(now)
    },
    beatEnded(now, how) {
      beats -= 1
      if (how === 'failed' || how === 'cut') reachable = false
      if (how === 'cut') beatAt = Math.min(beatAt, now)
    },
    woke(now) {
      beatAt = now
      beatsMade = 0
      restartedAt = Number.NEGATIVE_INFINITY
      startAnew(now)
    },
    plan(now, online) {
      const plan: Plan = {}
      if (trying && now - trying.since >= trying.patienceMs) {
        abandoned = true
        this.failed(now, 'no answer')
      }
      if (abandoned) plan.giveUp = true
      abandoned = false
      if (!trying && now >= dueAt && (online || reachable)) {
        plan.attempt = attemptOf(tries)
        trying = { ...plan.attempt, since: now, hasty: tries === 0 }
        tries += 1
      }
      if (now >= beatAt && beats < MOST_BEATS) {
        beats += 1
        beatsMade += 1
        plan.beat = { patienceMs: beatsMade % 8 === 0 ? SLOW_BEAT_PATIENCE_MS : BEAT_PATIENCE_MS }
        beatAt = now + (reachable ? BEAT_EVERY_MS : probeEveryMs(beatsMade, now - lostAt))
      }
      return plan
    },
    reachable: () => reachable
  }
}

function probeEveryMs(made: number, awayMs: number): number {
  if (made < FIRST_BEATS) return FIRST_PROBES_EVERY_MS
  return awayMs < PRESENT_MS ? PROBE_EVERY_MS : LATER_PROBES_EVERY_MS
}

function attemptOf(tries: number): Attempt {
  if (tries === 0) return { transports: ['websocket'], patienceMs: HEDGE_MS }
  const patienceMs = Math.min(PATIENCE_MS + 2500 * (tries - 1), MOST_PATIENCE_MS)
  // where nothing brings long-polling back to the same gateway, a WebSocket is all there is
  return { transports: tries % 2 === 1 ? ['polling', 'websocket'] : ['websocket'], patienceMs }
}
