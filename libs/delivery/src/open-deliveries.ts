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
  /**
   * Leaves nothing of what was to leave under an id, or under one that begins with it and a dot: what is not over ends, untold.
   * `without`: the payload without what is erased.
   */
  erase(id: string, without: (payload: Payload) => Payload): Promise<void>
  /** Tries a target again that was given up or a rest, at once. */
  reconnect(target: string): void
  /** As this process knows it. */
  health(target: string): TargetHealth
  /** What waits for a target; undefined if nothing does. */
  backlog(target: string): Promise<Backlog | undefined>
  /** The same of all for which something waits. */
  backlogs(): Promise<ReadonlyMap<string, Backlog>>
}

/** What another process left behind waits no longer than that. */
const SCAN_MS = 5000
/** Lines of which it is remembered what comes next while they wait. */
const MAX_READ_AHEAD = 200

/**
 * Brings out what is stored, in order within a line, lines beside each other. Any number of processes may do so: a
 * conditional write lets one of them try, and another go on when that one has died.
 */
export async function openDeliveries<Payload>(options: DeliveriesOptions<Payload>): Promise<Deliveries<Payload>> {
  const { collection, kinds, isIdempotent, onHealth, clock, logger, random = Math.random, leaseMs = 60_000 } = options
  const stack = new AsyncDisposableStack()
  const stop = new AbortController()
  /** Ends what is under way; `stop` only begins nothing more. */
  const cut = new AbortController()
  const outbox = stack.use(openOutbox({ ...options, collection }))
  const store = await openDeliveryStore(collection, outbox)
  const commit = createCommit({ ...options, store })
  const targets = stack.use(createTargets({ onHealth, clock, logger, random }))
  const attempts = createAttempts({ ...options, store, commit, targets, random, leaseMs, signal: cut.signal })

  /** Of lines that wait for their target. */
  const readAhead = new Map<string, Delivery<Payload>[]>()
  const work = async (line: string, { go, goAt }: Lines): Promise<void> => {
    // what is added after these were read comes behind them; one that was changed meanwhile cannot be taken as it was
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
  const onError = (error: unknown) => logger.warn({ err: error }, 'deliveries wait for the database')
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
      const found = await store.underWay(id)
      if (!found) return
      if (await commit(found, ended(found, ending, clock.now()))) lines.go(found.line)
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
      // what is cut off is stored as such; what even that is too late for is found when its lease has ended
      cut.abort(new Error('the process is ending'))
      await lines.soonDone()
      await stack.disposeAsync()
    }
  }
}

const soonest = (admitted: Date | 'later', until: Date) => (admitted === 'later' || until < admitted ? until : admitted)

/** In µs since 1970, each later than the one before. */
function createPositions(): (now: Date) => number {
  let last = 0
  return now => {
    last = Math.max(last + 1, now.getTime() * 1000)
    return last
  }
}
