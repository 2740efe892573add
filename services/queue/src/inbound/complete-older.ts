import { pause, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Older } from '../store/older.ts'

/** Pause between pages, so that requests are not held up. */
const BREATH_MS = 50

/** Completes documents of older versions in the background; if the process ends, the next one continues. */
export function startCompletingOlder(older: Older, logger: Logger): AsyncDisposable {
  const stop = new AbortController()
  const { signal } = stop
  const onError = (error: unknown) => logger.warn({ err: error }, 'could not complete older documents; will retry')
  const work = async () => {
    while (!signal.aborted && (await untilDone(() => older.completePage(), { signal, onError }))) {
      await pause(BREATH_MS, signal)
    }
  }
  // a failure on shutdown does not matter: the next start continues
  const working = work().catch(() => undefined)
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await working
    }
  }
}
