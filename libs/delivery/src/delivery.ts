import type { Aggregate } from '@inbox/storage'

/**
 * How one attempt ended. `retry`: `afterMs` is what the receiver asked for. `later`: it may not leave yet, which is no
 * failure. `uncertain`: nobody can tell whether it was taken. `disconnected`: only a person can fix it.
 */
export type Outcome = { answer?: Answer | undefined } & (
  | { kind: 'sent'; receipt?: string | undefined }
  | { kind: 'retry'; error: string; afterMs?: number | undefined }
  | { kind: 'later'; error: string; afterMs: number }
  /** `code`: the reason, if the requester has a word for it. */
  | { kind: 'refused'; error: string; code?: string | undefined }
  | { kind: 'uncertain'; error: string }
  /** `notSetUp`: nobody has configured the destination yet; nothing is wrong. */
  | { kind: 'disconnected'; error: string; notSetUp?: true }
)

/** A receiver's response to an attempt, kept for reading later. */
export interface Answer {
  status: number
  text: string
  at: Date
}

/**
 * How a delivery ended. `late`: nobody took it while it was useful. `uncertain`: it may have been taken, so it is not
 * retried. `erased`: nobody may know any more what it was.
 */
export type Ending =
  | { kind: 'sent'; receipt?: string | undefined }
  | { kind: 'refused'; error: string; code?: string | undefined }
  | { kind: 'late'; error?: string | undefined }
  | { kind: 'uncertain'; error: string }
  | { kind: 'erased' }

/** A delivery to make. */
export interface NewDelivery<Payload> {
  /** Sent to the receiver with every attempt, so that it can deduplicate. */
  id: string
  /** Its destination; one that is away only holds up its own deliveries. */
  target: string
  /** Only processes that handle this kind attempt it; without one, any process does. */
  kind?: string | undefined
  /** Nothing in a line leaves before everything added to it earlier is over. */
  line: string
  payload: Payload
  requestedAt: Date
  /** From then on it is useless. */
  until: Date
}

/**
 * Stored until it is over and for some time after. `dueAt`, missing once it is over: when it is next tried; while it is
 * being sent, when an outcome is no longer to be expected.
 */
export interface Delivery<Payload> extends Aggregate, Omit<NewDelivery<Payload>, 'id'> {
  state: 'waiting' | 'sending' | 'over'
  /** Position in its line: µs since 1970, incremented at least by one per delivery added by the same process. */
  position: number
  dueAt?: Date | undefined
  attempts: number
  /** The last failed attempt's error. */
  error?: string | undefined
  ending?: Ending | undefined
  /** The latest response to an attempt. */
  answer?: Answer | undefined
  /** The requester's trace, as `traceparent`. */
  trace?: string
  endedAt?: Date | undefined
}
