/** Recent keys: each is remembered for at least `ms`, and forgotten before twice that. */
export function createRecentKeys(ms: number, now: () => number = () => performance.now()) {
  let current = new Set<string>()
  let previous = new Set<string>()
  let since = now()

  const age = () => {
    const elapsed = now() - since
    if (elapsed < ms) return
    previous = elapsed < 2 * ms ? current : new Set()
    current = new Set()
    since = now()
  }
  return {
    add(key: string): void {
      age()
      current.add(key)
    },
    has(key: string): boolean {
      age()
      return current.has(key) || previous.has(key)
    }
  }
}
