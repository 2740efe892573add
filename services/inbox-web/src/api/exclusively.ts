interface Locks {
  request<Value>(
    name: string,
    options: { signal?: AbortSignal; ifAvailable?: boolean },
    work: (lock: object | null) => Promise<Value>
  ): Promise<Value>
}

/**
 * Does `work` in one tab at a time. Browsers give locks only to pages that came over TLS or from this machine; without them
 * each tab is on its own.
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
    // where a browser denies storage it denies locks too
    if (begun || error.name !== 'SecurityError') throw error
    return work()
  })
}

/** Whether this tab is the first to begin something; for `heldMs` all others, awake or waking, are told no. */
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
