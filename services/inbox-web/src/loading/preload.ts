import type { Chunk } from './chunk.ts'

/** For browsers that do not report when they are idle. */
const SOON_MS = 3000

/** Loads what may be needed later, one chunk at a time while the browser is idle; not where data is expensive. */
export function preloadWhenIdle(chunks: readonly Pick<Chunk<unknown>, 'preload'>[]): () => void {
  const { connection } = navigator as { connection?: { saveData?: boolean } }
  if (connection?.saveData) return () => undefined
  const rest = chunks.values()
  let stopped = false
  let cancel = () => {}
  const next = async () => {
    const { value } = rest.next()
    if (!value) return
    await value.preload()
    if (!stopped) cancel = whenIdle(next)
  }
  cancel = whenIdle(next)
  return () => {
    stopped = true
    cancel()
  }
}

function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, SOON_MS)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(work)
  return () => cancelIdleCallback(request)
}
