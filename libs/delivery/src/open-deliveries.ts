import type { Envelope, MessageType } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { createDueTimers, failPoint, pause, serially, startRepeating, untilDone, within } from '@inbox/runtime'
import { type Collection, type Entry, openOutbox } from '@inbox/storage'
import { apart, counter, currentTrace, gauge, histogram, inSpan, type Logger } from '@inbox/telemetry'
import { after, begun, dueNow, ended, unanswered } from './decide.ts'
import type { Delivery, Ending, NewDelivery, Outcome } from './delivery.ts'
import { type Backlog, openDeliveryStore } from './store.ts'
import { Target, type TargetHealth } from './target.ts'

export interface DeliveriesOptions<Payload> {
  collection: Collection<Delivery<Payload>>
  /** One attempt. Where it throws nobody knows whether it was taken: that counts as `retry` or as `uncertain`. */
  send: (delivery: Delivery<Payload>, signal: AbortSignal) => Promise<Outcome>
  /** The kinds that this process brings out; all unless given. Others are stored, for a process that does. */
  kinds?: readonly string[]
  /** Whether the receiver recognises a repetition by the id: what may have been taken is sent again only then. */
  isIdempotent: (delivery: Delivery<Payload>) => boolean
  /** How long to wait, where nobody can tell whether an attempt was taken, for the receiver to tell by `confirm`; 0 unless given. */
  confirmedWithinMs?: (delivery: Delivery<Payload>) => number
  /** What is told of a delivery that is over. */
  entriesOf: (delivery: Delivery<Payload>) => Entry[]
  /** Hears how a target is whenever that changes, and after each delivery that it took. */
  onHealth?: (target: string, health: TargetHealth) => void
  types: readonly MessageType[]
  publish: (type: MessageType, envelope: Envelope) => Promise<void>
  /** The database's, which all processes share. */
  clock: Clock
  logger: Logger
  random?: () => number
  /** Whoever has tried for so long counts as dead; an attempt is given up after half of it. Default 60,000. */
  leaseMs?: number
}

export interface Deliveries<Payload> extends AsyncDisposable {
  /** Resolves when it is stored, once per id; from then on it is not forgotten. Whoever adds to a line awaits one before the next. */
  add(given: NewDelivery<Payload>): Promise<void>
  /** The receiver says by another way what became of an attempt; that ends it, if nobody knew yet. */
  confirm(id: string, ending: Extract<Ending, { kind: 'sent' | 'refused' }>): Promise<void>
  /** Tries a target again that was given up or a rest, at once. */
  reconnect(target: string): void
  /** As this process knows it. */
  health(target: string): TargetHealth
  /** What waits, by target. */
  backlogs(): Promise<ReadonlyMap<string, Backlog>>
}

/** What another process left behind waits no longer than that. */
const SCAN_MS = 5000
const LAST_ATTEMPTS_MS = 2000
const attempts = counter('delivery_attempts_total', 'Attempts at deliveries, by how they ended', ['kind', 'outcome'])
const over = counter('deliveries_total', 'Deliveries that are over, by how they ended', ['kind', 'outcome'])
const taking = histogram('delivery_seconds', 'From the request of a delivery until it was taken', ['kind'])

/**
 * Brings out what is stored, in order within a line, lines beside each other. Any number of processes may do so: a
 * conditional write lets one of them try, and another go on when that one has died.
 */
export async function openDeliveries<Payload>(options: DeliveriesOptions<Payload>): Promise<Deliveries<Payload>> {
  const {
    collection,
    send,
    kinds,
    isIdempotent,
    confirmedWithinMs,
    entriesOf,
    onHealth,
    clock,
    logger,
    random = Math.random,
    leaseMs = 60_000
  } = options
  const stack = new AsyncDisposableStack()
  const stop = new AbortController()
  /** Ends what is under way; `stop` only begins nothing more. */
  const cut = new AbortController()
  const outbox = stack.use(openOutbox({ ...options, collection }))
  const store = await openDeliveryStore(collection, outbox)
  const targets = new Map<string, Target>()
  const targetOf = (id: string) => {
    const target = targets.get(id) ?? new Target(clock.now())
    targets.set(id, target)
    return target
  }

  /** Stores how an attempt ended; who has lost the delivery to another process stores and counts nothing. */
  const commit = async (before: Delivery<Payload>, next: Delivery<Payload>) => {
    const { ending } = next
    const stored = await store.commit(before, next, ending ? entriesOf(next) : [])
    if (!stored || !ending) return stored
    const { kind = 'any' } = next
    over.inc({ kind, outcome: ending.kind })
    if (ending.kind === 'sent') taking.observe({ kind }, (clock.now().getTime() - next.requestedAt.getTime()) / 1000)
    return stored
  }

  /** One attempt at the first of a line, unless somebody else has it in hand. */
  const attempt = async (delivery: Delivery<Payload>, target: Target) => {
    const mine = await store.commit(delivery, begun(delivery, new Date(clock.now().getTime() + leaseMs)), [])
    // whoever was stopped since then has lost it to somebody else
    if (!mine || mine.dueAt! <= clock.now()) return
    target.begin()
    await inSpan('deliver', { kind: 'client', ...traced(mine) }, () => conclude(mine, target))
  }
  const conclude = async (mine: Delivery<Payload>, target: Target) => {
    const outcome = await sent(mine)
    failPoint('delivery.afterSend')
    const { state } = target.health
    const freed = target.end(outcome, clock.now(), random())
    if (target.health.state !== state) tell(mine.target, target.health)
    if (target.health.state !== state || outcome.kind === 'sent') onHealth?.(mine.target, target.health)
    freed.forEach(go)
    const next = after(mine, outcome, clock.now(), random(), confirmedWithinMs?.(mine))
    await untilDone(() => commit(mine, next), {
      signal: cut.signal,
      onError: error => logger.warn({ err: error, deliveryId: mine._id }, 'how an attempt ended is not stored yet')
    })
  }
  const sent = async (delivery: Delivery<Payload>): Promise<Outcome> => {
    const inTime = (late: AbortSignal) => send(delivery, AbortSignal.any([cut.signal, late]))
    const outcome = await within(leaseMs / 2, inTime).catch((error: Error) =>
      unanswered(error.message, isIdempotent(delivery))
    )
    attempts.inc({ kind: delivery.kind ?? 'any', outcome: outcome.kind })
    if (outcome.kind !== 'sent' && outcome.kind !== 'later') {
      const about = { deliveryId: delivery._id, target: delivery.target, attempt: delivery.attempts }
      logger.warn({ ...about, outcome: outcome.kind }, 'a delivery was not taken')
      // what a receiver says may repeat what was sent, and to whom
      logger.debug({ ...about, error: outcome.error }, 'why a delivery was not taken')
    }
    return outcome
  }
  const tell = (target: string, { state }: TargetHealth) => {
    if (state === 'connected') logger.info({ target }, 'deliveries are taken again')
    // what only a person can mend is for a person
    else logger[state === 'disconnected' ? 'error' : 'warn']({ target }, `deliveries: the target is ${state}`)
  }

  /** Goes through a line until it is empty or has to wait. */
  const work = async (line: string): Promise<void> => {
    while (!stop.signal.aborted) {
      const delivery = await store.first(line)
      if (!delivery) return
      const now = clock.now()
      if (delivery.dueAt! > now) return timers.set(line, delivery.dueAt!)
      const todo = dueNow(delivery, isIdempotent(delivery), now)
      if (todo !== 'attempt') {
        await commit(delivery, ended(delivery, todo, now))
        continue
      }
      const target = targetOf(delivery.target)
      const admitted = target.admits(line, now)
      if (admitted !== true) return timers.set(line, soonest(admitted, delivery.until))
      await attempt(delivery, target)
    }
  }
  const soonest = (admitted: Date | 'later', until: Date) =>
    admitted === 'later' || until < admitted ? until : admitted

  const inLine = serially()
  const wanted = new Set<string>()
  const running = new Set<Promise<unknown>>()
  const onError = (error: unknown) => logger.warn({ err: error }, 'deliveries wait for the database')
  function go(line: string): void {
    if (wanted.has(line) || stop.signal.aborted) return
    wanted.add(line)
    // a line goes on after what has begun it
    const worked = apart(() =>
      inLine(line, () => {
        wanted.delete(line)
        return untilDone(() => work(line), { signal: stop.signal, onError })
      })
    )
      .catch(() => undefined)
      .finally(() => running.delete(worked))
    running.add(worked)
  }
  const timers = createDueTimers(clock, lines => lines.forEach(go))
  const scan = async () => {
    for (const { id, kind } of await store.openTargets()) {
      if (kinds && kind !== undefined && !kinds.includes(kind)) continue
      const target = targetOf(id)
      const { most, awaited } = target.wanted(clock.now())
      if (most === 0) continue
      const lines = await store.dueLines(id, kinds, clock.now(), most)
      lines.filter(line => awaited || !target.isAwaitedBy(line)).forEach(go)
    }
  }
  gauge('delivery_targets', 'Targets that this process knows, by state', ['state'], it => {
    for (const state of ['connected', 'failing', 'disconnected'] as const)
      it.set({ state }, [...targets.values()].filter(({ health }) => health.state === state).length)
  })
  void scan().catch(onError)
  stack.use(startRepeating(SCAN_MS, scan, onError))
  let last = 0
  const nextPosition = (now: Date) => {
    last = Math.max(last + 1, now.getTime() * 1000)
    return last
  }
  return {
    async add({ id, ...given }) {
      const now = clock.now()
      const trace = currentTrace()
      const fresh = {
        version: 1,
        outbox: [],
        state: 'waiting' as const,
        attempts: 0,
        dueAt: now,
        ...(trace && { trace })
      }
      await store.insert({ _id: id, ...fresh, position: nextPosition(now), ...given })
      if (!kinds || given.kind === undefined || kinds.includes(given.kind)) go(given.line)
    },
    async confirm(id, ending) {
      const found = await store.underWay(id)
      if (!found) return
      if (await commit(found, ended(found, ending, clock.now()))) go(found.line)
    },
    reconnect(id) {
      const target = targets.get(id)
      if (!target || target.health.state === 'connected') return
      const freed = target.reconnect(clock.now())
      tell(id, target.health)
      onHealth?.(id, target.health)
      freed.forEach(go)
    },
    health: id => (targets.get(id) ?? new Target(clock.now())).health,
    backlogs: store.backlogs,
    async [Symbol.asyncDispose]() {
      stop.abort()
      timers[Symbol.dispose]()
      await soonDone(running)
      // what is cut off is stored as such; what even that is too late for is found when its lease has ended
      cut.abort(new Error('the process is ending'))
      await soonDone(running)
      await stack.disposeAsync()
    }
  }
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

/** Waits for the last attempts, not for long. */
async function soonDone(running: ReadonlySet<Promise<unknown>>): Promise<void> {
  const patience = new AbortController()
  await Promise.race([Promise.all(running), pause(LAST_ATTEMPTS_MS, patience.signal)])
  patience.abort()
}
