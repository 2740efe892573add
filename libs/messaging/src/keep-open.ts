import { Retryable } from '@inbox/kernel'
import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'

/** Something open that may end by itself at any moment; `ended` aborts with the reason, also after `close`. */
export interface Opened<T> {
  value: T
  ended: AbortSignal
  close(): Promise<unknown>
}

/** Something that is opened again whenever it ends, until disposed. */
export interface KeptOpen<T> extends AsyncDisposable {
  /** What is open now; undefined in between. */
  current(): Opened<T> | undefined
  /** Waits for the next moment it is open; rejects once disposed. */
  whenOpen(): Promise<Opened<T>>
  /** Why it cannot open until somebody changes the configuration; undefined if that is not known. */
  misconfigured(): Error | undefined
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1000
const MISCONFIGURED_PAUSE_MS = 5000
const CLOSING_MS = 2000

/** Access refused, unequal declaration, no such virtual host: repeating alone will not help. */
const MISCONFIGURATION = /\b(403|406|530) \([A-Z-]+\)/

/** Keeps one connection or channel open: `open` is repeated after every failure and every end. */
export function keepOpen<T>(name: string, open: () => Promise<Opened<T>>, logger: Logger): KeptOpen<T> {
  const stop = new AbortController()
  let opened: Opened<T> | undefined
  let misconfigured: Error | undefined
  let failures = 0
  let next = Promise.withResolvers<Opened<T>>()

  const live = async (): Promise<Error> => {
    opened = await open()
    if (stop.signal.aborted) void opened.close().catch(() => undefined)
    if (failures > 0) logger.info({ to: name }, 'open again')
    misconfigured = undefined
    failures = 0
    next.resolve(opened)
    return endOf(opened.ended)
  }
  const refused = (error: Error): Error => {
    const fatal = MISCONFIGURATION.test(error.message)
    if (fatal && !misconfigured)
      logger.error({ err: error, to: name }, 'refused by the broker: check its configuration')
    misconfigured = fatal ? error : undefined
    return error
  }
  const run = async () => {
    while (!stop.signal.aborted) {
      const reason = await live().catch(refused)
      if (opened) next = Promise.withResolvers()
      opened = undefined
      failures += 1
      if (stop.signal.aborted) return
      logger[failures === 1 ? 'warn' : 'debug']({ reason: reason.message, to: name }, 'not open')
      const growing = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)) * (0.8 + Math.random() * 0.4)
      await pause(misconfigured ? MISCONFIGURED_PAUSE_MS : growing, stop.signal)
    }
  }
  void run()

  return {
    current: () => (opened?.ended.aborted ? undefined : opened),
    whenOpen: () => next.promise,
    misconfigured: () => misconfigured,
    async [Symbol.asyncDispose]() {
      stop.abort()
      next.promise.catch(() => undefined)
      next.reject(new Retryable(`${name} is closed`))
      // A frozen broker never answers the closing.
      const closed = new AbortController()
      const closing = opened?.close().catch(() => undefined)
      await Promise.race([closing, pause(CLOSING_MS, closed.signal)])
      closed.abort()
    }
  }
}

/** Resolves with the reason when `signal` aborts. */
export const endOf = (signal: AbortSignal): Promise<Error> =>
  new Promise(resolve => {
    if (signal.aborted) resolve(signal.reason)
    else signal.addEventListener('abort', () => resolve(signal.reason), { once: true })
  })
