const EVERY_MS = 500

/** Calls twice a second, also in a tab that nobody looks at, for as long as the page is not frozen. */
export function everyHalfSecond(tick: () => void): () => void {
  const worker = startWorker()
  if (!worker) {
    const timer = setInterval(tick, EVERY_MS)
    return () => clearInterval(timer)
  }
  worker.addEventListener('message', tick)
  return () => worker.terminate()
}

function startWorker(): Worker | undefined {
  try {
    return new Worker(new URL('./ticks.ts', import.meta.url), { type: 'module' })
  } catch {
    return undefined
  }
}
