/** Failing for this long is no hiccup: we are not ready, and operators are told. */
const FAILING_MS = 3000
/** A broker that restarts or fails over is back by then; after that, somebody has to act. */
const RESTART_MS = 30_000
/** Old failures expire: without new attempts we count as ready again, or no traffic would ever come to try. */
const FORGOTTEN_MS = 10_000
const FIRST_MEND_MS = 1000
const MAX_MEND_MS = 30_000

/** What to reopen because it does not work. */
export type Mend = 'channel' | 'connection'

interface Failing {
  since: number
  lastAt: number
  mends: number
  mendAt: number
  told: boolean
}

/** Stands in as the destination when there is no connection to publish over. */
export const NO_BROKER = 'the broker'

/** What a refusal calls for. */
export interface Call {
  mend?: Mend
  /** It has been failing for so many ms, and nobody has been told yet. */
  tellAfterMs?: number
}

/**
 * Which destinations have refused everything lately. All times are in ms of one monotonic clock; a destination is an
 * exchange with a routing key. Pure: the caller mends and tells.
 */
export class PublishingHealth {
  readonly #failing = new Map<string, Failing>()
  #confirmedAt = -Infinity

  /** Returns how long the destination had been failing, if that had been told. */
  confirmed(destination: () => string, now: number): number | undefined {
    this.#confirmedAt = now
    if (this.#failing.size === 0) return undefined
    const ended = [destination(), NO_BROKER].map(each => {
      const failing = this.#failing.get(each)
      this.#failing.delete(each)
      return failing?.told ? now - failing.since : undefined
    })
    return ended.find(Boolean)
  }

  refused(destination: string, now: number): Call {
    const known = this.#failing.get(destination)
    const failing = known ?? { since: now, lastAt: now, mends: 0, mendAt: now + FIRST_MEND_MS, told: false }
    failing.lastAt = now
    this.#failing.set(destination, failing)
    const call: Call = {}
    const patienceMs = destination === NO_BROKER ? RESTART_MS : FAILING_MS
    if (!failing.told && now - failing.since >= patienceMs) {
      failing.told = true
      call.tellAfterMs = now - failing.since
    }
    if (now >= failing.mendAt) call.mend = this.#nextMend(failing, now)
    return call
  }

  /** Whether a destination has been refusing for long, up to a moment ago. */
  isFailing(now: number): boolean {
    for (const { since, lastAt } of this.#failing.values())
      if (lastAt - since >= FAILING_MS && now - lastAt < FORGOTTEN_MS) return true
    return false
  }

  /** A new channel redeclares what was deleted; if nothing at all gets through it, the connection comes next. */
  #nextMend(failing: Failing, now: number): Mend {
    const nothingGotThrough = this.#confirmedAt < failing.since
    failing.mends += 1
    failing.mendAt = now + Math.min(MAX_MEND_MS, FIRST_MEND_MS * 2 ** failing.mends)
    return failing.mends % 2 === 0 && nothingGotThrough ? 'connection' : 'channel'
  }
}
