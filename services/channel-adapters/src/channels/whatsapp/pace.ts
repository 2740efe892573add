/** How much may leave in a burst, and how long it takes to regain one message. */
interface Allowance {
  burst: number
  everyMs: number
}

/** Per number, in and out together; half of it is left to what comes in. */
const OF_NUMBER: Allowance = { burst: 40, everyMs: 25 }
/** From one number to one person: about one in six seconds, and short bursts. */
const OF_PAIR: Allowance = { burst: 8, everyMs: 6000 }
/** Beyond that, entries are forgotten, and start with a full burst again. */
const MAX_KNOWN = 50_000

/** Keeps to WhatsApp's limits, as far as this process knows: messages that come too early are told how long to wait. */
export class Pace {
  /** When each allowance will be full again, in ms. */
  readonly #wholeAt = new Map<string, number>()

  /** Returns 0 if a message may leave at `now` (ms), and counts it; otherwise how long to wait. */
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
