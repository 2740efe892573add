import { createProbing, type Probes } from './probes.ts'

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
  /** Say by HTTP that the agent is there. */
  beats?: Probes
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
  /** `silently`: nothing came for a while before, so that the connections that the browser keeps by HTTP may be as dead. */
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
/** What was begun before the network was back waits for answers to what is lost. */
const STALE_MS = 500
const FIRST_PAUSE_MS = 1000
const MAX_PAUSE_MS = 8000
/** A gateway that ends takes all its agents' connections with it. */
const SPREAD_MS = 300
/** What ends sooner is a failed attempt and no connection. */
const HELD_MS = 5000
/** Long-polling needs three round trips until it is connected. */
const ROUND_TRIPS = 4
/** How often an attempt that hangs while calls are answered is made anew at once: then something else is wrong. */
const MAX_RESCUES = 2

/** Begins with a page that was never connected. */
export function createReconnection(begunAt: number, random: () => number = Math.random): Reconnection {
  let tries = 0
  // hasty: what fails is followed at once by long-polling
  let trying: (Attempt & { since: number; hasty: boolean }) | undefined
  let abandoned = false
  let connectedAt = Number.NEGATIVE_INFINITY
  let restartedAt = Number.NEGATIVE_INFINITY
  let dueAt = begunAt
  let refusedUntil = 0
  // since when calls are answered
  let reachableAt: number | undefined
  const probing = createProbing(begunAt)
  // until one is measured
  let roundTripMs = 250
  let rescues = 0

  const pause = () => {
    const whole = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 2), MAX_PAUSE_MS)
    return whole * (0.5 + random() / 2)
  }
  const startAnew = (now: number) => {
    // after a WebSocket has failed others may be held back
    tries = Math.min(tries, 1)
    if (!trying) dueAt = Math.max(now, refusedUntil)
    // a slow network, too, must let an attempt come to its end
    else if (now - restartedAt > TIMEOUT_MS) {
      restartedAt = now
      const age = now - trying.since
      const most = age > STALE_MS ? age : age + STALE_MS
      trying = { ...trying, hasty: true, patienceMs: Math.min(trying.patienceMs, most) }
    }
  }

  /** Whether it is by long-polling and hangs, although calls are answered by now. */
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
  // where nothing brings long-polling back to the same gateway, a WebSocket is all there is
  return { transports: tries % 2 === 1 ? ['polling', 'websocket'] : ['websocket'], patienceMs }
}
