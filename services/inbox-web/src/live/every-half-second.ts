const EVERY_MS = 500

/** Calls twice a second, also in a tab that nobody looks at, for as long as the page is not frozen. */
export function everyHalfSecond(tick: () => void): () => void {
  const worker = startWorker()
  // until the worker has come, which takes a connection: it may hang, or be of a version that is gone
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
