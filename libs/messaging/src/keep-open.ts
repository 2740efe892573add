import { Retryable } from '@inbox/kernel'
import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'

/** Something open that may end by itself at any moment; `ended` aborts with the reason, also after `close`. */
export interface Opened<T> {
  value: T
  ended: AbortSignal
  close(): Promise<unknown>
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1000
const MISCONFIGURED_PAUSE_MS = 5000
const CLOSING_MS = 2000

/** Access refused, unequal declaration, no such virtual host: repeating alone will not help. */
const MISCONFIGURATION = /\b(403|406|530) \([A-Z-]+\)/

/** Keeps one connection or channel open: `open` is repeated after every failure and every end, until disposed. */
export class KeptOpen<T> implements AsyncDisposable {
  readonly #name: string
  readonly #open: () => Promise<Opened<T>>
  readonly #logger: Logger
  readonly #stop = new AbortController()
  #opened: Opened<T> | undefined
  #next = Promise.withResolvers<Opened<T>>()
  #failures = 0
  #misconfigured: Error | undefined

  constructor(name: string, open: () => Promise<Opened<T>>, logger: Logger) {
    this.#name = name
    this.#open = open
    this.#logger = logger.child({ to: name })
    void this.#run()
  }

  /** What is open now; undefined in between. */
  get current(): Opened<T> | undefined {
    return this.#opened?.ended.aborted ? undefined : this.#opened
  }

  /** Why it cannot open until somebody changes the configuration; undefined if that is not known. */
  get misconfigured(): Error | undefined {
    return this.#misconfigured
  }

  /** Waits for the next moment it is open; rejects once disposed. */
  whenOpen(): Promise<Opened<T>> {
    return this.#next.promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    this.#next.promise.catch(() => undefined)
    this.#next.reject(new Retryable(`${this.#name} is closed`))
    // A frozen broker never answers the closing.
    const closed = new AbortController()
    const closing = this.#opened?.close().catch(() => undefined)
    await Promise.race([closing, pause(CLOSING_MS, closed.signal)])
    closed.abort()
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const reason = await this.#live().catch(error => this.#refused(error))
      if (this.#opened) this.#next = Promise.withResolvers()
      this.#opened = undefined
      if (this.#stop.signal.aborted) return
      this.#logger[this.#failures === 0 ? 'warn' : 'debug']({ reason: reason.message }, 'not open')
      const growing = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures) * (0.8 + Math.random() * 0.4)
      this.#failures += 1
      await pause(this.#misconfigured ? MISCONFIGURED_PAUSE_MS : growing, this.#stop.signal)
    }
  }

  /** From opening to the end; resolves with the reason of the end. */
  async #live(): Promise<Error> {
    const opened = await this.#open()
    if (this.#stop.signal.aborted) void opened.close().catch(() => undefined)
    if (this.#failures > 0) this.#logger.info('open again')
    this.#misconfigured = undefined
    this.#failures = 0
    this.#opened = opened
    this.#next.resolve(opened)
    return endOf(opened.ended)
  }

  #refused(error: Error): Error {
    const fatal = MISCONFIGURATION.test(error.message)
    if (fatal && !this.#misconfigured) this.#logger.error({ err: error }, 'the broker refuses: check its configuration')
    this.#misconfigured = fatal ? error : undefined
    return error
  }
}

/** Resolves with the reason when `signal` aborts. */
export const endOf = (signal: AbortSignal): Promise<Error> =>
  new Promise(resolve => {
    if (signal.aborted) resolve(signal.reason)
    else signal.addEventListener('abort', () => resolve(signal.reason), { once: true })
  })
