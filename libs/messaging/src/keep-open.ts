import { Retryable } from '@inbox/kernel'
import { pause } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'

/** Something open that may end by itself at any time; `ended` aborts with the reason, after `close` as well. */
export interface Opened<T> {
  value: T
  ended: AbortSignal
  close(): Promise<unknown>
}

const FIRST_PAUSE_MS = 100
const MAX_PAUSE_MS = 1000
const MISCONFIGURED_PAUSE_MS = 5000
/** A frozen broker never answers a close. */
export const CLOSING_MS = 2000
/** After publishing to a deleted exchange, wait until every process bound to it has noticed and bound again. */
const REBOUND_MS = 2000

const GONE = /\b404 \(NOT-FOUND\)/
/** The broker queue was created with a different delivery limit. */
export const OTHER_LIMIT = /inequivalent arg 'x-delivery-limit'/
/** Access refused, conflicting declaration, no such virtual host: retrying alone will not help. */
const MISCONFIGURATION = /\b(403|406|530) \([A-Z-]+\)/

/** Keeps one connection or channel open: calls `open` again after every failure and every end, until disposed. */
export class KeptOpen<T> implements AsyncDisposable {
  readonly #name: string
  readonly #open: () => Promise<Opened<T>>
  readonly #logger: Logger
  readonly #stop = new AbortController()
  #opened: Opened<T> | undefined
  #next = Promise.withResolvers<Opened<T>>()
  #failures = 0
  #misconfigured: Error | undefined
  #renewal: { pauseMs: number } | undefined

  constructor(name: string, open: () => Promise<Opened<T>>, logger: Logger) {
    this.#name = name
    this.#open = open
    this.#logger = logger.child({ to: name })
    void this.#run()
  }

  /** What is open now; undefined between two of them. */
  get current(): Opened<T> | undefined {
    return this.#opened?.ended.aborted ? undefined : this.#opened
  }

  /** Whether it is open, or is just being replaced without a pause. */
  get usable(): boolean {
    return this.current !== undefined || this.#renewal?.pauseMs === 0
  }

  /** Why it cannot open until somebody changes the configuration; undefined if no such reason is known. */
  get misconfigured(): Error | undefined {
    return this.#misconfigured
  }

  /** Resolves as soon as it is open; rejects once disposed. */
  whenOpen(): Promise<Opened<T>> {
    return this.#next.promise
  }

  /** Closes what is open and opens a new one after `pauseMs`. */
  renew(pauseMs = 0): void {
    const { current } = this
    if (!current || this.#renewal) return
    this.#renewal = { pauseMs }
    void current.close().catch(() => undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    this.#next.promise.catch(() => undefined)
    this.#next.reject(new Retryable(`${this.#name} is closed`))
    if (this.#opened) await atMost(CLOSING_MS, this.#opened.close()).catch(() => undefined)
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const reason = await this.#live().catch(error => this.#refused(error))
      if (this.#opened) this.#next = Promise.withResolvers()
      this.#opened = undefined
      if (this.#stop.signal.aborted) return
      await pause(this.#pauseAfter(reason), this.#stop.signal)
    }
  }

  #pauseAfter({ message }: Error): number {
    if (this.#renewal) return this.#renewal.pauseMs
    this.#logger[this.#failures === 0 ? 'warn' : 'debug']({ reason: message }, 'connection or channel is not open')
    const growing = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures) * (0.8 + Math.random() * 0.4)
    this.#failures += 1
    if (this.#misconfigured) return MISCONFIGURED_PAUSE_MS
    return GONE.test(message) ? REBOUND_MS : growing
  }

  /** One life, from opening to the end; resolves with the reason for the end. */
  async #live(): Promise<Error> {
    const opened = await this.#open()
    if (this.#stop.signal.aborted) void opened.close().catch(() => undefined)
    if (this.#failures > 0) this.#logger.info('connection or channel is open again')
    this.#misconfigured = undefined
    this.#renewal = undefined
    this.#failures = 0
    this.#opened = opened
    this.#next.resolve(opened)
    return endOf(opened.ended)
  }

  #refused(error: Error): Error {
    this.#renewal = undefined
    const fatal = MISCONFIGURATION.test(error.message) && !OTHER_LIMIT.test(error.message)
    if (fatal && !this.#misconfigured)
      this.#logger.error({ err: error }, 'the broker refused the connection or channel; check its configuration')
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

/** Settles like `work`, but rejects after `ms`; a later outcome of `work` is ignored. */
export const atMost = <T>(ms: number, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    // created only when needed: every handled message passes here, and the cost of an error grows with its stack
    const timer = setTimeout(() => {
      const late: Error = new Retryable(`no response within ${ms} ms`)
      reject(late)
    }, ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
