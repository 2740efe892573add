interface Listeners {
  /** The network, the page or the machine may just have come back. */
  woke(): void
  /** The browser knows of no network any more. */
  offline(): unknown
  /** The page is left; it may come back as it was. */
  left(): void
}

/** Hears what browsers tell of network, tab and sleep. */
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
