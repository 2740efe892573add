interface Listeners {
  /** The network, the page or the machine may just have come back. */
  woke(): void
  /** The browser reports that it is offline. */
  offline(): unknown
  /** The page is being left; it may be restored as it was. */
  left(): void
}

/** Listens to what browsers report about network, tab and sleep. */
export function onPageLifecycle({ woke, offline, left }: Listeners): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const seen = () => document.visibilityState === 'visible' && woke()
  window.addEventListener('online', woke, { signal })
  window.addEventListener('offline', offline, { signal })
  window.addEventListener('pageshow', ({ persisted }) => persisted && woke(), { signal })
  window.addEventListener('pagehide', left, { signal })
  document.addEventListener('visibilitychange', seen, { signal })
  // after a tab was frozen
  document.addEventListener('resume', woke, { signal })
  return () => stop.abort()
}
