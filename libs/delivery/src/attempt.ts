import type { Clock } from '@inbox/kernel'
import { failPoint, untilDone, within } from '@inbox/runtime'
import { counter, inSpan, type Logger, type Span } from '@inbox/telemetry'
import type { Commit } from './commit.ts'
import { after, begun, unanswered } from './decide.ts'
import type { Delivery, Outcome } from './delivery.ts'
import type { DeliveryStore } from './store.ts'
import type { Targets } from './targets.ts'

interface AttemptDeps<Payload> {
  store: Pick<DeliveryStore<Payload>, 'commit' | 'insert' | 'isAlone'>
  commit: Commit<Payload>
  targets: Targets
  send: (delivery: Delivery<Payload>, signal: AbortSignal) => Promise<Outcome>
  isIdempotent: (delivery: Delivery<Payload>) => boolean
  confirmedWithinMs?: ((delivery: Delivery<Payload>) => number) | undefined
  clock: Clock
  logger: Logger
  random: () => number
  leaseMs: number
  /** Aborts what is in progress. */
  signal: AbortSignal
}

/** Attempts at deliveries; `go` is called with the lines that may try next. */
export interface Attempts<Payload> {
  /**
   * Attempts the first of a line, already counted by its target, unless another process has it in hand. True if it is
   * stored as over: only then may the line's next go.
   */
  make(delivery: Delivery<Payload>, go: Go): Promise<boolean>
  /**
   * Stores a delivery, already as begun if it may leave, which saves a write. In that case returns it, unless something
   * else in its line is not over; the caller then continues with `goOn`.
   */
  store(fresh: Delivery<Payload>, go: Go): Promise<Delivery<Payload> | undefined>
  /** Attempts one that was stored as begun. */
  goOn(mine: Delivery<Payload>, go: Go): Promise<boolean>
}
type Go = (line: string) => void

const attempts = counter('delivery_attempts_total', 'Delivery attempts, by outcome', ['kind', 'outcome'])

export function createAttempts<Payload>(deps: AttemptDeps<Payload>): Attempts<Payload> {
  const { store, commit, targets, send, isIdempotent, confirmedWithinMs, clock, logger, random, leaseMs, signal } = deps

  const sent = async (delivery: Delivery<Payload>): Promise<Outcome> => {
    const inTime = (cut: AbortSignal) => send(delivery, cut)
    const outcome = await within(leaseMs / 2, inTime, signal).catch((error: Error) =>
      unanswered(error.message, isIdempotent(delivery))
    )
    attempts.inc({ kind: delivery.kind ?? 'any', outcome: outcome.kind })
    logFailure(logger, delivery, outcome)
    return outcome
  }

  const inHand = (delivery: Delivery<Payload>) => begun(delivery, new Date(clock.now().getTime() + leaseMs))
  /** A process that stalled until its lease ended has lost the delivery to another. */
  const ours = (mine: Delivery<Payload> | undefined) => (mine && mine.dueAt! > clock.now() ? mine : undefined)
  /**
   * The delivery that `take` puts into our hands; if none, the place that its target reserved goes to the next line.
   */
  const taken = async ({ target }: Delivery<Payload>, go: Go, take: () => Promise<Delivery<Payload> | undefined>) => {
    let mine: Delivery<Payload> | undefined
    try {
      mine = ours(await take())
    } finally {
      if (!mine) targets.of(target).release().forEach(go)
    }
    return mine
  }

  return {
    async make(delivery, go) {
      const mine = await taken(delivery, go, () => store.commit(delivery, inHand(delivery), []))
      return mine ? carriedOut(mine, go) : false
    },
    async store(fresh, go) {
      const target = targets.of(fresh.target)
      const now = clock.now()
      if (fresh.until <= now || target.admits(fresh.line, now) !== true) {
        await store.insert(fresh)
        return undefined
      }
      target.begin()
      return taken(fresh, go, () => storedFirst(fresh))
    },
    goOn: carriedOut
  }

  /** Stores a delivery as begun; puts it back to waiting if something else in its line is not over. */
  async function storedFirst(fresh: Delivery<Payload>): Promise<Delivery<Payload> | undefined> {
    const mine = inHand(fresh)
    const onError = (error: unknown) =>
      logger.warn({ err: error, deliveryId: fresh._id }, 'could not check yet whether a delivery is first in its line')
    const inTheEnd = <T>(work: () => Promise<T>) => untilDone(work, { signal, onError })
    // everything added before is stored, so its line need not be read before the write
    const [isStored, isFirst] = await Promise.all([store.insert(mine), inTheEnd(() => store.isAlone(fresh))])
    if (!isStored) return undefined
    if (isFirst) return mine
    await inTheEnd(() => store.commit(mine, fresh, []))
    return undefined
  }

  function carriedOut(mine: Delivery<Payload>, go: Go): Promise<boolean> {
    return inSpan('deliver', traced(mine), async span => {
      const outcome = await sent(mine)
      noteOutcome(span, outcome)
      failPoint('delivery.afterSend')
      targets.end(mine.target, outcome).forEach(go)
      const next = after(mine, outcome, clock.now(), random(), confirmedWithinMs?.(mine))
      const stored = await untilDone(() => commit(mine, next), {
        signal,
        onError: error =>
          logger.warn({ err: error, deliveryId: mine._id }, 'could not store the outcome of an attempt yet')
      })
      return stored?.state === 'over'
    })
  }
}

const isFailure = (outcome: Outcome): outcome is Exclude<Outcome, { kind: 'sent' | 'later' }> =>
  outcome.kind !== 'sent' && outcome.kind !== 'later'

function logFailure<Payload>(logger: Logger, delivery: Delivery<Payload>, outcome: Outcome): void {
  if (!isFailure(outcome)) return
  const about = { deliveryId: delivery._id, target: delivery.target, attempt: delivery.attempts }
  logger.warn({ ...about, outcome: outcome.kind }, 'delivery attempt failed')
  // a receiver's response may repeat what was sent, and to whom
  logger.debug({ ...about, error: outcome.error }, 'reason for the failed delivery attempt')
}

/** Records only the kind of a failure: a receiver's response may repeat what was sent, and to whom. */
function noteOutcome(span: Span, outcome: Outcome): void {
  const { kind, answer } = outcome
  span.note({ 'inbox.outcome': kind, ...(answer && { 'http.response.status_code': answer.status }) })
  if (isFailure(outcome)) span.fail(kind)
}

/** Every attempt belongs to the trace that requested the delivery, even hours later. */
const traced = <Payload>({ _id, kind, target, attempts: number, trace }: Delivery<Payload>) => ({
  parent: trace ?? null,
  attributes: () => ({
    'inbox.delivery.id': _id,
    'inbox.delivery.target': target,
    'inbox.delivery.attempt': number,
    ...(kind && { 'inbox.channel.kind': kind })
  })
})
