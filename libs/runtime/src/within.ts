/**
 * Gives `work` a signal that aborts after `ms`, or when `ended` does. Work in many steps may call `goesOn` with each of
 * them: that starts the time anew. AbortSignal.timeout would keep everything a call touched in memory until then, even
 * long after its answer, and AbortSignal.any costs several times as much.
 */
export async function within<T>(
  ms: number,
  work: (signal: AbortSignal, goesOn: () => void) => Promise<T>,
  ended?: AbortSignal
): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error(`no response within ${ms} ms`)), ms)
  const end = () => controller.abort(ended?.reason)
  if (ended?.aborted) end()
  ended?.addEventListener('abort', end)
  try {
    return await work(controller.signal, () => timer.refresh())
  } finally {
    clearTimeout(timer)
    ended?.removeEventListener('abort', end)
  }
}
