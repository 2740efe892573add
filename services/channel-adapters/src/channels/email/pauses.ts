const FIRST_MS = 100
/** The longest pauses, after a failed connection, and after the end of a good one. */
const [MAX_FAILED_MS, MAX_ENDED_MS] = [60_000, 1000]
/** After a connection this long, the next one follows soon. */
const STEADY_MS = 10_000

/** How long to wait before reconnecting to a mailbox, in ms: doubles each time, until a connection has lasted. */
export function createPauses() {
  let next = FIRST_MS
  const after = (lastedMs: number, most: number): number => {
    const now = lastedMs > STEADY_MS ? FIRST_MS : Math.min(next, most)
    next = Math.min(now * 2, most)
    return now
  }
  return {
    afterFailure: (lastedMs: number) => after(lastedMs, MAX_FAILED_MS),
    afterEnd: (lastedMs: number) => after(lastedMs, MAX_ENDED_MS)
  }
}
