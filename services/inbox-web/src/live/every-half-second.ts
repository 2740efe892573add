const EVERY_MS = 500

/** Calls back twice a second, even in a hidden tab, unless the page is frozen. */
export function everyHalfSecond(tick: () => void): () => void {
  const worker = startWorker()
  // until the worker is loaded, which takes a connection: that may hang, or its version may be gone
  const timer = setInterval(tick, EVERY_MS)
  worker?.addEventListener('message', () => {
    clearInterval(timer)
    tick()
  })
  return () => {
    clearInterval(timer)
    worker?.terminate()
  }
}

function startWorker(): Worker | undefined {
  try {
    return new Worker(new URL('./ticks.ts', import.meta.url), { type: 'module' })
  } catch {
    return undefined
  }
}
