interface Locks {
  request<Value>(name: string, options: { signal?: AbortSignal }, work: () => Promise<Value>): Promise<Value>
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
