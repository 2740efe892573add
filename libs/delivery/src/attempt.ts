import type { Clock } from '@inbox/kernel'
import { failPoint, untilDone, within } from '@inbox/runtime'
import { counter, inSpan, type Logger } from '@inbox/telemetry'
import type { Commit } from './commit.ts'
import { after, begun, unanswered } from './decide.ts'
import type { Delivery, Outcome } from './delivery.ts'
import type { DeliveryStore } from './store.ts'
import type { Targets } from './targets.ts'

interface AttemptDeps<Payload> {
  store: Pick<DeliveryStore<Payload>, 'commit'>
  commit: Commit<Payload>
  targets: Targets
  send: (delivery: Delivery<Payload>, signal: AbortSignal) => Promise<Outcome>
  isIdempotent: (delivery: Delivery<Payload>) => boolean
  confirmedWithinMs?: ((delivery: Delivery<Payload>) => number) | undefined
  clock: Clock
  logger: Logger
  random: () => number
  leaseMs: number
  /** Ends what is under way. */
  signal: AbortSignal
}

/** One attempt, which its target counts as begun, at the first of a line, unless somebody else has it in hand; `go` is given the lines that may try after it. True once it is over, by what is stored: only then may the next of its line go. */
export type Attempt<Payload> = (delivery: Delivery<Payload>, go: (line: string) => void) => Promise<boolean>

const attempts = counter('delivery_attempts_total', 'Attempts at deliveries, by how they ended', ['kind', 'outcome'])

export function createAttempt<Payload>(deps: AttemptDeps<Payload>): Attempt<Payload> {
  const { store, commit, targets, send, isIdempotent, confirmedWithinMs, clock, logger, random, leaseMs, signal } = deps

  const sent = async (delivery: Delivery<Payload>): Promise<Outcome> => {
    const inTime = (late: AbortSignal) => send(delivery, AbortSignal.any([signal, late]))
    const outcome = await within(leaseMs / 2, inTime).catch((error: Error) =>
      unanswered(error.message, isIdempotent(delivery))
    )
    attempts.inc({ kind: delivery.kind ?? 'any', outcome: outcome.kind })
    logInVain(logger, delivery, outcome)
    return outcome
  }

  /** The delivery in our hands; undefined if it is in somebody else's, to whom whoever was stopped since then has lost it. */
  const taken = async (delivery: Delivery<Payload>) => {
    const mine = await store.commit(delivery, begun(delivery, new Date(clock.now().getTime() + leaseMs)), [])
    return mine && mine.dueAt! > clock.now() ? mine : undefined
  }

  return async (delivery, go) => {
    let mine: Delivery<Payload> | undefined
    try {
      mine = await taken(delivery)
    } finally {
      if (!mine) targets.of(delivery.target).release().forEach(go)
    }
    return mine ? carriedOut(mine, go) : false
  }

  function carriedOut(mine: Delivery<Payload>, go: (line: string) => void): Promise<boolean> {
    return inSpan('deliver', { kind: 'client', ...traced(mine) }, async () => {
      const outcome = await sent(mine)
      failPoint('delivery.afterSend')
      targets.end(mine.target, outcome).forEach(go)
      const next = after(mine, outcome, clock.now(), random(), confirmedWithinMs?.(mine))
      const stored = await untilDone(() => commit(mine, next), {
        signal,
        onError: error => logger.warn({ err: error, deliveryId: mine._id }, 'how an attempt ended is not stored yet')
      })
      return stored?.state === 'over'
    })
  }
}

function logInVain<Payload>(logger: Logger, delivery: Delivery<Payload>, outcome: Outcome): void {
  if (outcome.kind === 'sent' || outcome.kind === 'later') return
  const about = { deliveryId: delivery._id, target: delivery.target, attempt: delivery.attempts }
  logger.warn({ ...about, outcome: outcome.kind }, 'a delivery was not taken')
  // what a receiver says may repeat what was sent, and to whom
  logger.debug({ ...about, error: outcome.error }, 'why a delivery was not taken')
}

/** Every attempt belongs to the trace of whatever asked for the delivery, be it hours later. */
const traced = <Payload>({ _id, kind, target, attempts: number, trace }: Delivery<Payload>) => ({
  parent: trace ?? null,
  attributes: {
    'inbox.delivery.id': _id,
    'inbox.delivery.target': target,
    'inbox.delivery.attempt': number,
    ...(kind && { 'inbox.channel.kind': kind })
  }
})
