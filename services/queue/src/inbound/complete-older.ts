import { pause, untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Older } from '../store/older.ts'

/** Between pages, so that whatever is asked meanwhile is answered first. */
const BREATH_MS = 50

/** Completes what older versions stored, beside the work of the day; a process that ends leaves the rest to the next. */
export function startCompletingOlder(older: Older, logger: Logger): AsyncDisposable {
  const stop = new AbortController()
  const { signal } = stop
  const onError = (error: unknown) => logger.warn({ err: error }, 'older documents are completed later')
  const work = async () => {
    while (!signal.aborted && (await untilDone(() => older.completePage(), { signal, onError }))) {
      await pause(BREATH_MS, signal)
    }
  }
  // what fails when it is to stop goes on with the next start
  const working = work().catch(() => undefined)
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await working
    }
  }
}
