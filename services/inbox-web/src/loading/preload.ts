import type { Chunk } from './chunk.ts'

/** For browsers that do not tell when they have nothing to do. */
const SOON_MS = 3000

/** Fetches what may be needed later, one after the other and while there is nothing else to do; not where data is dear. */
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
