/** How much may leave at once, and how long one takes to grow again. */
interface Allowance {
  burst: number
  everyMs: number
}

/** Of one number, in and out together; what comes in is left half of it. */
const OF_NUMBER: Allowance = { burst: 40, everyMs: 25 }
/** Of one number to one person: about one in six seconds, and short bursts. */
const OF_PAIR: Allowance = { burst: 8, everyMs: 6000 }
/** More are forgotten, and begin with a burst again. */
const MAX_KNOWN = 50_000

/** Keeps to what WhatsApp takes, as far as this process knows: what comes too early is told how long it has to wait. */
export class Pace {
  /** When each allowance will be whole again, in ms. */
  readonly #wholeAt = new Map<string, number>()

  /** 0 if a message may leave at `now` (ms), which counts it; otherwise how long until it may. */
  take(phoneNumberId: string, contactId: string, now: number): number {
    const asked = [
      [phoneNumberId, OF_NUMBER],
      [`${phoneNumberId} ${contactId}`, OF_PAIR]
    ] as const
    const waits = asked.map(([key, { burst, everyMs }]) => this.#of(key, now) + everyMs - burst * everyMs - now)
    const wait = Math.max(0, ...waits)
    if (wait > 0) return wait
    if (this.#wholeAt.size > MAX_KNOWN) this.#wholeAt.clear()
    for (const [key, { everyMs }] of asked) this.#wholeAt.set(key, this.#of(key, now) + everyMs)
    return 0
  }

  #of(key: string, now: number): number {
    return Math.max(now, this.#wholeAt.get(key) ?? now)
  }
}
