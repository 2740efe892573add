/** Counts by key; returns whether one more is within the limit, or `most`. `now` is in ms of a monotonic clock. */
export type Limit = (key: string, now: number, most?: number) => boolean

/** Allows so many per key and `windowMs`, counted in consecutive windows. */
export function createLimit(windowMs: number, mostOfAny: number): Limit {
  let window = -1
  let counts = new Map<string, number>()
  return (key, now, most = mostOfAny) => {
    const current = Math.floor(now / windowMs)
    if (current !== window) {
      window = current
      counts = new Map()
    }
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count <= most
  }
}
