import { Retryable } from '@inbox/kernel'
import type { Outgoing } from './message-format.ts'
import { confirmSeconds, published, unconfirmed } from './metrics.ts'

/** A message awaiting its confirm: settled exactly once, by confirm, refusal or time-out. */
export class PendingPublish {
  readonly message: Outgoing
  /** Its place in the line of unsettled messages. */
  readonly place: number
  readonly confirmed: Promise<void>
  settled = false
  returned = false
  readonly #confirmation = Promise.withResolvers<void>()
  readonly startedAt = performance.now()
  readonly #onSettled: (pending: PendingPublish, refusal: string | undefined) => void

  /** `onSettled` receives the refusal, or undefined. */
  constructor(
    message: Outgoing,
    place: number,
    onSettled: (pending: PendingPublish, refusal: string | undefined) => void
  ) {
    this.message = message
    this.place = place
    this.#onSettled = onSettled
    this.confirmed = this.#confirmation.promise
    unconfirmed.inc()
  }

  settle(refusal: string | undefined): void {
    if (this.settled) return
    this.settled = true
    unconfirmed.dec()
    published.inc({ outcome: refusal ? 'refused' : 'confirmed' })
    if (refusal) this.#confirmation.reject(new Retryable(`not published: ${refusal}`))
    else {
      confirmSeconds.observe((performance.now() - this.startedAt) / 1000)
      this.#confirmation.resolve()
    }
    this.#onSettled(this, refusal)
  }
}
