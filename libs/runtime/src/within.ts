/**
 * Gives `work` a signal that aborts after `ms`. AbortSignal.timeout would keep all that a call has touched in memory until
 * then, also when it has long been answered.
 */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${ms} ms`)), ms)
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
  }
}
