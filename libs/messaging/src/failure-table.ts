import { Malformed, type Rejection, Retryable } from '@inbox/kernel'
import type { Order } from './define-consumer.ts'
import type { Handled } from './handler.ts'
import { inWords } from './message-format.ts'
import { retryTiers } from './topology.ts'

/** How one attempt at a message ended. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'rejected'; rejection: Rejection }
  | { kind: 'unsupported' | 'malformed' | 'retryable' | 'defect'; error: Error }

type Tier = (typeof retryTiers)[number]
/** The message is published to another broker queue before it is acknowledged. */
export type Aside = { settle: 'wait'; tier: Tier } | { settle: 'park' }
/** What becomes of the message. `hold` keeps it, and everything behind it with the same key, for another attempt. */
export type Fate = { settle: 'acknowledge' } | { settle: 'hold'; tier: Tier } | Aside

type Level = 'debug' | 'info' | 'warn' | 'error'
type Row = { fate: Fate; level: Level }

/** Applies the system's kinds of failure to messages. `attempt` counts from 1. */
export function decideFate(outcome: Outcome, attempt: number, order: Order): Row {
  switch (outcome.kind) {
    case 'done':
      return { fate: { settle: 'acknowledge' }, level: 'debug' }
    case 'rejected':
      return { fate: { settle: 'acknowledge' }, level: 'info' }
    case 'unsupported':
    case 'malformed':
      return { fate: { settle: 'park' }, level: 'warn' }
    case 'retryable':
      return order === 'kept' ? holding(attempt) : waiting(attempt)
    case 'defect':
      return { fate: { settle: 'park' }, level: 'error' }
  }
}

const [second, fiveSeconds, halfMinute, twoMinutes] = retryTiers
/** A dependency that is down for half a minute is rarely back within seconds; until then, retry at least every 5 s. */
const waits: readonly Tier[] = [second, ...Array(5).fill(fiveSeconds), ...Array(3).fill(halfMinute), twoMinutes]
/** Holding a message costs only the attempts, but it holds up those behind it. */
const holds = waits.slice(0, -1)

/** Whether this is the last attempt: a retryable failure is not followed by another one. */
export const isLast = (attempt: number, order: Order): boolean => order === 'any' && attempt > waits.length

function waiting(attempt: number): Row {
  const tier = waits[attempt - 1]
  return tier ? { fate: { settle: 'wait', tier }, level: 'warn' } : { fate: { settle: 'park' }, level: 'error' }
}

/** Parking would let later messages overtake, so messages that must stay in order are retried until they succeed. */
function holding(attempt: number): Row {
  const exhausted = attempt > holds.length
  const tier = holds[exhausted ? holds.length - 1 : attempt - 1]!
  return { fate: { settle: 'hold', tier }, level: exhausted ? 'error' : 'warn' }
}

/** Runs a handler and classifies how it ended; never throws. */
export async function outcomeOf(handle: () => Promise<Awaited<Handled>>): Promise<Outcome> {
  try {
    const result = await handle()
    // the compiler accepts a function that returns anything where one that returns nothing is expected
    return result?.ok === false ? { kind: 'rejected', rejection: result.error } : { kind: 'done' }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    if (error instanceof Retryable) return { kind: 'retryable', error }
    return { kind: error instanceof Malformed ? 'malformed' : 'defect', error }
  }
}

const MAX_REASON_LENGTH = 1000

/** Why the message was not handled, with the paths of invalid fields: a header for operators. */
export function reasonOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'done':
      return 'done'
    case 'rejected':
      return `${outcome.rejection.code}: ${outcome.rejection.detail}`
    case 'unsupported':
      return outcome.error.message
    default: {
      const { message } = outcome.error
      const issues = outcome.error instanceof Malformed ? inWords(outcome.error.issues) : ''
      return `${outcome.kind}: ${message}${issues && `: ${issues}`}`.slice(0, MAX_REASON_LENGTH)
    }
  }
}
