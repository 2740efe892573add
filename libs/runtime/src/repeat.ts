import { setTimeout as sleep } from 'node:timers/promises'

/** How long to wait between tries, in ms: doubles from `first` to `most`. */
export interface Pause {
  first: number
  most: number
}

/** Waits `ms`, or until `signal` aborts; never throws. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { ...(signal && { signal }), ref: true }).catch(() => undefined)

/** Retries `work` until it succeeds; gives up only when `signal` aborts (then throws the last error). */
export async function untilDone<T>(
  work: () => Promise<T>,
  options: { pause?: Pause; signal?: AbortSignal; onError?: (error: unknown) => void } = {}
): Promise<T> {
  const { first, most } = options.pause ?? { first: 100, most: 3000 }
  for (let wait = first; ; wait = Math.min(wait * 2, most)) {
    try {
      return await work()
    } catch (error) {
      options.onError?.(error)
      if (options.signal?.aborted) throw error
      await pause(wait, options.signal)
      if (options.signal?.aborted) throw error
    }
  }
}

/** Work that is done some time after it was asked for. */
export interface Later extends AsyncDisposable {
  /** There is something to do. */
  wake(): void
}

/** While `pending`, runs `work` every `ms`, from the next `wake` on; disposing waits for a running one. */
export function createLater(
  ms: number,
  pending: () => boolean,
  work: () => Promise<void>,
  onError: (error: unknown) => void
): Later {
  const stop = new AbortController()
  let running = false
  let loop = Promise.resolve()
  const run = async () => {
    running = true
    while (pending() && !stop.signal.aborted) {
      await pause(ms, stop.signal)
      if (!stop.signal.aborted) await work().catch(onError)
    }
    running = false
  }
  return {
    wake() {
      if (!running) loop = run()
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await loop
    }
  }
}

/** Runs `work` every `ms` (counted from end to start, so runs never overlap); disposing waits for a running one. */
export function startRepeating(
  ms: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void
): AsyncDisposable {
  const repeating = createLater(ms, () => true, work, onError)
  repeating.wake()
  return repeating
}
