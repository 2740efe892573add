interface Locks {
  request<Value>(
    name: string,
    options: { signal?: AbortSignal; ifAvailable?: boolean },
    work: (lock: object | null) => Promise<Value>
  ): Promise<Value>
}

/**
 * Does `work` in one tab at a time. Browsers grant locks only to pages loaded over TLS or from this machine; without
 * locks each tab is on its own.
 */
export function exclusively<Value>(name: string, work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
  const { locks } = navigator as { locks?: Locks }
  if (!locks) return work()
  let begun = false
  const begin = () => {
    begun = true
    return work()
  }
  return locks.request(name, signal ? { signal } : {}, begin).catch((error: Error) => {
    // a browser that denies storage denies locks, too
    if (begun || error.name !== 'SecurityError') throw error
    return work()
  })
}

/** Whether this tab is the first to begin something; for `heldMs` all others, awake or waking, get false. */
export function isFirstTab(name: string, heldMs: number): Promise<boolean> {
  const { locks } = navigator as { locks?: Locks }
  if (!locks) return Promise.resolve(true)
  return new Promise(resolve => {
    const hold = async (lock: object | null) => {
      resolve(lock !== null)
      if (lock) await new Promise(end => setTimeout(end, heldMs))
    }
    locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(true))
  })
}
