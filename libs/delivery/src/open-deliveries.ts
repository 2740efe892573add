import type { Envelope, MessageType } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { startRepeating } from '@inbox/runtime'
import { type Collection, type Entry, openOutbox } from '@inbox/storage'
import { currentTrace, type Logger } from '@inbox/telemetry'
import { createAttempts } from './attempt.ts'
import { createCommit } from './commit.ts'
import { dueNow, ended } from './decide.ts'
import type { Delivery, Ending, NewDelivery, Outcome } from './delivery.ts'
import { createErase } from './erase.ts'
import { createLines, type Lines } from './lines.ts'
import { type Backlog, openDeliveryStore } from './store.ts'
import type { TargetHealth } from './target.ts'
import { createTargets } from './targets.ts'

export interface DeliveriesOptions<Payload> {
  collection: Collection<Delivery<Payload>>
  /** Makes one attempt. If it throws, nobody knows whether it was taken: that counts as `retry` or `uncertain`. */
  send: (delivery: Delivery<Payload>, signal: AbortSignal) => Promise<Outcome>
  /** The kinds that this process handles; default: all. Others are stored, for a process that does. */
  kinds?: readonly string[]
  /** Whether the receiver recognises repetitions by the id: only then is a possibly taken delivery retried. */
  isIdempotent: (delivery: Delivery<Payload>) => boolean
  /** How long to wait for the receiver's report (`confirm`) if an attempt's outcome is uncertain; default 0. */
  confirmedWithinMs?: (delivery: Delivery<Payload>) => number
  /** The events to publish about a delivery that is over. */
  entriesOf: (delivery: Delivery<Payload>) => Entry[]
  /** Called with a target's health whenever it changes, and after each delivery that the target took. */
  onHealth?: (target: string, health: TargetHealth) => void
  types: readonly MessageType[]
  publish: (type: MessageType, envelope: Envelope) => Promise<void>
  /** The database's clock, which all processes share. */
  clock: Clock
  logger: Logger
  random?: () => number
  /** An attempt older than this counts as abandoned; it is aborted after half of it. Default 60,000. */
  leaseMs?: number
}

export interface Deliveries<Payload> extends AsyncDisposable {
  /** Resolves once it is stored (once per id) and cannot be lost. Await this before the next in the same line. */
  add(given: NewDelivery<Payload>): Promise<void>
  /**
   * The receiver reported an attempt's outcome by another way; that ends the delivery if the outcome was unknown.
   * Resolves with when it was requested, if that is still known.
   */
  confirm(id: string, ending: Extract<Ending, { kind: 'sent' | 'refused' }>): Promise<Date | undefined>
  /**
   * Erases deliveries with this id, or one that begins with it and a dot; any not over end without an event.
   * `without` removes from a payload what is to be erased.
   */
  erase(id: string, without: (payload: Payload) => Payload): Promise<void>
  /** Tries at once a target that was disconnected or resting. */
  reconnect(target: string): void
  /** As far as this process knows. */
  health(target: string): TargetHealth
  /** What waits for a target; undefined if nothing does. */
  backlog(target: string): Promise<Backlog | undefined>
  /** The same for every target for which something waits. */
  backlogs(): Promise<ReadonlyMap<string, Backlog>>
}

/** The longest that what another process left behind has to wait. */
const SCAN_MS = 5000
/** The number of waiting lines whose next deliveries are remembered. */
const MAX_READ_AHEAD = 200

/**
 * Carries out stored deliveries, in order within a line, lines concurrently. Any number of processes may do so: a
 * conditional write lets one of them try, and another take over if that one dies.
 */
export async function openDeliveries<Payload>(options: DeliveriesOptions<Payload>): Promise<Deliveries<Payload>> {
  const { collection, kinds, isIdempotent, onHealth, clock, logger, random = Math.random, leaseMs = 60_000 } = options
  const stack = new AsyncDisposableStack()
  const stop = new AbortController()
  /** Aborts what is in progress; `stop` only prevents new work. */
  const cut = new AbortController()
  const outbox = stack.use(openOutbox({ ...options, collection }))
  const store = await openDeliveryStore(collection, outbox)
  const commit = createCommit({ ...options, store })
  const targets = stack.use(createTargets({ onHealth, clock, logger, random }))
  const attempts = createAttempts({ ...options, store, commit, targets, random, leaseMs, signal: cut.signal })

  /** The next deliveries of lines that wait for their target. */
  const readAhead = new Map<string, Delivery<Payload>[]>()
  const work = async (line: string, { go, goAt }: Lines): Promise<void> => {
    // deliveries added later come behind these; one that has changed since fails its conditional write
    let ahead = readAhead.get(line) ?? []
    readAhead.delete(line)
    while (!stop.signal.aborted) {
      if (ahead.length === 0) ahead = await store.firstOf(line)
      const delivery = ahead.shift()
      if (!delivery) return
      const now = clock.now()
      if (delivery.dueAt! > now) return goAt(line, delivery.dueAt!)
      const todo = dueNow(delivery, isIdempotent(delivery), now)
      if (todo !== 'attempt') {
        if (!(await commit(delivery, ended(delivery, todo, now)))) ahead = []
        continue
      }
      const target = targets.of(delivery.target)
      const admitted = target.admits(line, now)
      if (admitted !== true) {
        if (readAhead.size < MAX_READ_AHEAD) readAhead.set(line, [delivery, ...ahead])
        return goAt(line, soonest(admitted, delivery.until))
      }
      target.begin()
      if (!(await attempts.make(delivery, go))) ahead = []
    }
  }
  const onError = (error: unknown) => logger.warn({ err: error }, 'deliveries are waiting for the database')
  const lines = createLines({ work, clock, signal: stop.signal, onError })

  const isOurs = (kind: string | undefined) => !kinds || kind === undefined || kinds.includes(kind)
  const scan = async () => {
    for (const { id, kind } of await store.openTargets()) {
      if (!isOurs(kind)) continue
      const target = targets.of(id)
      const { most, awaited } = target.wanted(clock.now())
      if (most === 0) continue
      const due = await store.dueLines(id, kinds, clock.now(), most)
      due.filter(line => awaited || !target.isAwaitedBy(line)).forEach(lines.go)
    }
  }
  void scan().catch(onError)
  stack.use(startRepeating(SCAN_MS, scan, onError))

  const nextPosition = createPositions()
  return {
    async add({ id, ...given }) {
      const now = clock.now()
      const trace = currentTrace()
      const waiting = { version: 1, outbox: [], state: 'waiting' as const, attempts: 0, dueAt: now }
      const fresh = { _id: id, ...waiting, ...(trace && { trace }), position: nextPosition(now), ...given }
      const { line, kind } = given
      if (!isOurs(kind) || !lines.isIdle(line) || stop.signal.aborted) {
        await store.insert(fresh)
        return isOurs(kind) ? lines.go(line) : undefined
      }
      const stored = attempts.store(fresh, lines.go)
      lines.begin(line, async () => {
        const mine = await stored.catch(() => undefined)
        return mine ? attempts.goOn(mine, lines.go) : false
      })
      await stored
    },
    async confirm(id, ending) {
      const found = await store.get(id)
      if (found?.state === 'sending' && (await commit(found, ended(found, ending, clock.now())))) lines.go(found.line)
      return found?.requestedAt
    },
    erase: createErase(store, clock),
    reconnect: id => targets.reconnect(id).forEach(lines.go),
    health: targets.health,
    backlog: store.backlog,
    async backlogs() {
      const ids = (await store.openTargets()).map(({ id }) => id)
      const found = await Promise.all(ids.map(async id => [id, await store.backlog(id)] as const))
      return new Map(found.flatMap(([id, backlog]) => (backlog ? [[id, backlog] as const] : [])))
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      lines[Symbol.dispose]()
      await lines.soonDone()
      // cut-off attempts are stored as such; if even that is too late, they are found when their lease ends
      cut.abort(new Error('the process is ending'))
      await lines.soonDone()
      await stack.disposeAsync()
    }
  }
}

const soonest = (admitted: Date | 'later', until: Date) => (admitted === 'later' || until < admitted ? until : admitted)

/** In µs since 1970, strictly increasing. */
function createPositions(): (now: Date) => number {
  let last = 0
  return now => {
    last = Math.max(last + 1, now.getTime() * 1000)
    return last
  }
}
