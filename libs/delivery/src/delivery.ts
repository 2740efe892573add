import type { Aggregate } from '@inbox/storage'

/**
 * How one attempt ended. `retry`: `afterMs` is what the receiver asked for. `later`: it may not leave yet, which is nobody's failure. `uncertain`: nobody can tell whether it was taken.
 * `disconnected`: only a person can mend it.
 */
export type Outcome = { answer?: Answer | undefined } & (
  | { kind: 'sent'; receipt?: string | undefined }
  | { kind: 'retry'; error: string; afterMs?: number | undefined }
  | { kind: 'later'; error: string; afterMs: number }
  /** `code`: why, where whoever asked for it has a word for that. */
  | { kind: 'refused'; error: string; code?: string | undefined }
  | { kind: 'uncertain'; error: string }
  /** `notSetUp`: nobody has said yet where it goes, and nothing is wrong. */
  | { kind: 'disconnected'; error: string; notSetUp?: true }
)

/** What a receiver said to an attempt, where somebody wants to read it later. */
export interface Answer {
  status: number
  text: string
  at: Date
}

/** How a delivery ended. `late`: nobody took it while it was of use. `uncertain`: it may have been taken; it is not repeated. `erased`: nobody is to know any more what it was. */
export type Ending =
  | { kind: 'sent'; receipt?: string | undefined }
  | { kind: 'refused'; error: string; code?: string | undefined }
  | { kind: 'late'; error?: string | undefined }
  | { kind: 'uncertain'; error: string }
  | { kind: 'erased' }

/** What is to leave. */
export interface NewDelivery<Payload> {
  /** The receiver is told it with every attempt, so that it takes the message once. */
  id: string
  /** Where it goes: what is away holds up only itself. */
  target: string
  /** Only processes that bring out this kind try it; none stands for any. */
  kind?: string | undefined
  /** Of one line nothing leaves before what was added earlier is over. */
  line: string
  payload: Payload
  requestedAt: Date
  /** From then on it is of no use any more. */
  until: Date
}

/**
 * Stored until it is over and some time longer. `dueAt`, missing once it is over: when it is tried next; of one that is being sent,
 * when nobody will say any more how that ended.
 */
export interface Delivery<Payload> extends Aggregate, Omit<NewDelivery<Payload>, 'id'> {
  state: 'waiting' | 'sending' | 'over'
  /** In its line: µs since 1970, one more for each that was added by the same process. */
  position: number
  dueAt?: Date | undefined
  attempts: number
  /** Of the last attempt that was in vain. */
  error?: string | undefined
  ending?: Ending | undefined
  /** To the last attempt that had one. */
  answer?: Answer | undefined
  /** Of what asked for it, as `traceparent`. */
  trace?: string
  endedAt?: Date | undefined
}
