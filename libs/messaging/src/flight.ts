import { Retryable } from '@inbox/kernel'
import type { Outgoing } from './message-format.ts'
import { confirmSeconds, published, unconfirmed } from './metrics.ts'

/** One message on its way: settled exactly once, by confirm, refusal or time. */
export class Flight {
  readonly message: Outgoing
  readonly landed: Promise<void>
  settled = false
  returned = false
  readonly #landing = Promise.withResolvers<void>()
  readonly #startedAt = performance.now()
  readonly #timer: NodeJS.Timeout
  readonly #onSettled: (flight: Flight, refusal: string | undefined) => void

  /** `onSettled` gets the refusal, or undefined. */
  constructor(message: Outgoing, timeoutMs: number, onSettled: (flight: Flight, refusal: string | undefined) => void) {
    this.message = message
    this.#onSettled = onSettled
    this.landed = this.#landing.promise
    this.#timer = setTimeout(() => this.settle(`no confirm within ${timeoutMs} ms`), timeoutMs)
    unconfirmed.inc()
  }

  settle(refusal: string | undefined): void {
    if (this.settled) return
    this.settled = true
    clearTimeout(this.#timer)
    unconfirmed.dec()
    published.inc({ outcome: refusal ? 'refused' : 'confirmed' })
    if (refusal) this.#landing.reject(new Retryable(`not published: ${refusal}`))
    else {
      confirmSeconds.observe((performance.now() - this.#startedAt) / 1000)
      this.#landing.resolve()
    }
    this.#onSettled(this, refusal)
  }
}
