import type { Delivery, Ending, Outcome } from './delivery.ts'

const [FIRST_RETRY_MS, MAX_RETRY_MS] = [1000, 600_000]
/** Fraction by which pauses vary, so that what failed together is not retried together. */
const JITTER = 0.25

/** How long to back off after this many failures, in ms: 1 s, 2 s, 4 s … 10 min, ± 25 % by `chance` (0 to 1). */
export const retryMs = (attempts: number, chance: number): number =>
  Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20), MAX_RETRY_MS) * (1 - JITTER + 2 * JITTER * chance)

/** The delivery in the hands of whoever commits this, until `leaseEndsAt`. */
export const begun = <Payload>(delivery: Delivery<Payload>, leaseEndsAt: Date): Delivery<Payload> => ({
  ...delivery,
  state: 'sending',
  attempts: delivery.attempts + 1,
  dueAt: leaseEndsAt
})

/**
 * The delivery after an attempt; a retry never comes after the delivery has become useless. `confirmedWithinMs`: how
 * long the receiver may still report on an uncertain one.
 */
export function after<Payload>(
  delivery: Delivery<Payload>,
  { answer, ...outcome }: Outcome,
  now: Date,
  chance: number,
  confirmedWithinMs = 0
): Delivery<Payload> {
  const next = decided(delivery, outcome, now, chance, confirmedWithinMs)
  return answer ? { ...next, answer } : next
}

function decided<Payload>(
  delivery: Delivery<Payload>,
  outcome: Outcome,
  now: Date,
  chance: number,
  confirmedWithinMs: number
): Delivery<Payload> {
  switch (outcome.kind) {
    case 'sent':
    case 'refused':
      return ended(delivery, outcome, now)
    case 'uncertain':
      return confirmedWithinMs > 0
        ? { ...delivery, error: outcome.error, dueAt: new Date(now.getTime() + confirmedWithinMs) }
        : ended(delivery, outcome, now)
    case 'later':
      return { ...waiting(delivery, now.getTime() + outcome.afterMs, outcome.error), attempts: delivery.attempts - 1 }
    case 'retry': {
      const wait = Math.max(outcome.afterMs ?? 0, retryMs(delivery.attempts, chance))
      return waiting(delivery, now.getTime() + wait, outcome.error)
    }
    case 'disconnected':
      // due as soon as its target is connected again
      return waiting(delivery, now.getTime(), outcome.error)
  }
}

/** The error of an attempt whose outcome nobody reported. */
const CUT_OFF = 'the sending process was cut off before the response'

/** Whether to attempt a due delivery or end it. After a possible success, only idempotent ones are repeated. */
export function dueNow<Payload>(
  { state, until, error }: Delivery<Payload>,
  idempotent: boolean,
  now: Date
): 'attempt' | Ending {
  const over = until <= now
  if (state === 'sending' && (over || !idempotent)) return { kind: 'uncertain', error: CUT_OFF }
  return over ? { kind: 'late', error } : 'attempt'
}

/** The outcome of an attempt that was cut off. */
export const unanswered = (error: string, idempotent: boolean): Outcome => ({
  kind: idempotent ? 'retry' : 'uncertain',
  error
})

export const ended = <Payload>(delivery: Delivery<Payload>, ending: Ending, now: Date): Delivery<Payload> => ({
  ...delivery,
  state: 'over',
  dueAt: undefined,
  ending,
  endedAt: now,
  ...('error' in ending && { error: ending.error })
})

/** Erases everything except that the delivery existed: whoever requests it again finds it over. */
export const erased = <Payload>(delivery: Delivery<Payload>, payload: Payload, now: Date): Delivery<Payload> => ({
  ...delivery,
  payload,
  state: 'over',
  dueAt: undefined,
  error: undefined,
  answer: undefined,
  ending: { kind: 'erased' },
  endedAt: delivery.endedAt ?? now
})

const waiting = <Payload>(delivery: Delivery<Payload>, dueAtMs: number, error: string): Delivery<Payload> => ({
  ...delivery,
  state: 'waiting',
  error,
  dueAt: new Date(Math.min(dueAtMs, delivery.until.getTime()))
})
