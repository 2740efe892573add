const FIRST_MS = 100
/** The longest one, where a connection failed, and where one ended that had been good. */
const [MAX_FAILED_MS, MAX_ENDED_MS] = [60_000, 1000]
/** After a connection of so long the next one follows soon again. */
const STEADY_MS = 10_000

/** How long to wait before a mailbox is connected again, in ms: twice as long each time, until a connection has lasted. */
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
