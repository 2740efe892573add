import { createProbing, type Probes } from './probes.ts'

/** One attempt to connect. */
export interface Attempt {
  transports: ('websocket' | 'polling')[]
  /** How long until it is given up. */
  patienceMs: number
}

/** What to do now. */
export interface Plan {
  /** First give up the current attempt. */
  giveUp?: boolean
  attempt?: Attempt
  /** Prove by HTTP that the agent is there. */
  beats?: Probes
}

/** They differ because a server that refused would refuse again if retried at once. */
type Failure = 'no answer' | 'refused'

/**
 * `cut`: it hung until something else ended it, so the network shows signs of life. `dropped`: we no longer wait for
 * it.
 */
export type BeatEnd = 'answered' | 'failed' | 'cut' | 'dropped'

/**
 * How a lost connection comes back. Browsers delay WebSockets by up to 5 s each once several have failed. So small
 * calls probe the network, which also proves the agent alive; a socket is tried once they are answered, otherwise only
 * with growing pauses; if no WebSocket opens within a second, long-polling is next. Instants: ms of a monotonic clock.
 */
export interface Reconnection {
  /** `silently`: nothing had arrived for a while, so the browser's kept-alive HTTP connections may be dead, too. */
  lost(now: number, silently?: boolean): void
  connected(now: number): void
  failed(now: number, why: Failure): void
  /** A call was answered. */
  answered(now: number): void
  beatEnded(now: number, how: BeatEnd, tookMs: number): void
  /** The network, the page or the machine may just have come back. */
  woke(now: number): void
  /** `online`: as far as the browser knows. */
  plan(now: number, online: boolean): Plan
  /** Whether the server answers although there is no connection. */
  reachable(): boolean
}

const HEDGE_MS = 1000
const TIMEOUT_MS = 10_000
const MAX_TIMEOUT_MS = 25_000
/** An attempt older than this when the network is back is waiting for responses to lost requests. */
const STALE_MS = 500
const FIRST_PAUSE_MS = 1000
const MAX_PAUSE_MS = 8000
/** Spreads reconnects: a gateway that stops ends the connections of all its agents at once. */
const SPREAD_MS = 300
/** A connection that ends sooner counts as a failed attempt. */
const HELD_MS = 5000
/** Long-polling needs three round trips to connect. */
const ROUND_TRIPS = 4
/**
 * How often an attempt that hangs while calls are answered is restarted at once; after that something else is wrong.
 */
const MAX_RESCUES = 2

/** Starts with a page that has never been connected. */
export function createReconnection(begunAt: number, random: () => number = Math.random): Reconnection {
  let tries = 0
  // hasty: if it fails, the next attempt follows at once
  let trying: (Attempt & { since: number; hasty: boolean }) | undefined
  let abandoned = false
  let connectedAt = Number.NEGATIVE_INFINITY
  let restartedAt = Number.NEGATIVE_INFINITY
  let dueAt = begunAt
  let refusedUntil = 0
  // since when calls are answered
  let reachableAt: number | undefined
  const probing = createProbing(begunAt)
  // an assumption until one is measured
  let roundTripMs = 250
  let rescues = 0

  const pause = () => {
    const whole = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 2), MAX_PAUSE_MS)
    return whole * (0.5 + random() / 2)
  }
  const startAnew = (now: number) => {
    // once a WebSocket has failed, the browser may delay others
    tries = Math.min(tries, 1)
    if (!trying) dueAt = Math.max(now, refusedUntil)
    // even on a slow network some attempt must be allowed to finish
    else if (now - restartedAt > TIMEOUT_MS) {
      restartedAt = now
      const age = now - trying.since
      const most = age > STALE_MS ? age : age + STALE_MS
      trying = { ...trying, hasty: true, patienceMs: Math.min(trying.patienceMs, most) }
    }
  }

  /** Whether the current attempt uses long-polling and hangs although calls are answered. */
  const hangs = (now: number) =>
    trying?.transports[0] === 'polling' &&
    now - Math.max(trying.since, reachableAt ?? now) > HEDGE_MS + ROUND_TRIPS * roundTripMs
  return {
    lost(now, silently = false) {
      const held = now - connectedAt >= HELD_MS
      tries = held ? 0 : tries
      trying = undefined
      reachableAt = undefined
      restartedAt = Number.NEGATIVE_INFINITY
      dueAt = held || tries < 2 ? now + random() * SPREAD_MS : now + pause()
      rescues = 0
      probing.lost(now, silently)
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
      if (reachableAt !== undefined) return
      reachableAt = now
      startAnew(now)
    },
    beatEnded(now, how, tookMs) {
      probing.ended()
      if (how === 'answered') roundTripMs = tookMs
      if (how === 'failed' || how === 'cut') reachableAt = undefined
      if (how === 'cut') probing.hasten(now)
    },
    woke(now) {
      probing.woke(now)
      rescues = 0
      restartedAt = Number.NEGATIVE_INFINITY
      startAnew(now)
    },
    plan(now, online) {
      const plan: Plan = {}
      if (trying && now - trying.since >= trying.patienceMs) {
        abandoned = true
        this.failed(now, 'no answer')
      } else if (hangs(now) && rescues < MAX_RESCUES) {
        rescues += 1
        ;[abandoned, trying, tries, dueAt] = [true, undefined, 1, now]
      }
      if (abandoned) plan.giveUp = true
      abandoned = false
      if (!trying && now >= dueAt && (online || reachableAt !== undefined)) {
        plan.attempt = attemptOf(tries)
        trying = { ...plan.attempt, since: now, hasty: tries === 0 }
        tries += 1
      }
      const beats = probing.due(now, reachableAt !== undefined)
      return beats ? { ...plan, beats } : plan
    },
    reachable: () => reachableAt !== undefined
  }
}

function attemptOf(tries: number): Attempt {
  if (tries === 0) return { transports: ['websocket'], patienceMs: HEDGE_MS }
  const patienceMs = Math.min(TIMEOUT_MS + 2500 * (tries - 1), MAX_TIMEOUT_MS)
  // a WebSocket is the only way if nothing routes long-polling to the same gateway
  return { transports: tries % 2 === 1 ? ['polling', 'websocket'] : ['websocket'], patienceMs }
}
