import { type Rejection, type Result, unwrap } from '@inbox/kernel'
import { untilDone } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import type { Broker } from './broker.ts'
import type { Subscription } from './consumption-plans.ts'

/** The latest known version of each item; late and duplicate ones change nothing. */
export interface LatestVersions<Item> {
  get(key: string): Item | undefined
  values(): Iterable<Item>
  /** Returns whether the item was news. */
  take(item: Item): boolean
}

export function createLatestVersions<Item extends { version: number }>(
  keyOf: (item: Item) => string
): LatestVersions<Item> {
  const items = new Map<string, Item>()
  return {
    get: key => items.get(key),
    values: () => items.values(),
    take(item) {
      const key = keyOf(item)
      if (item.version <= (items.get(key)?.version ?? -1)) return false
      items.set(key, item)
      return true
    }
  }
}

interface ReplicaOptions<Snapshot> {
  /** Names what is copied, for the log. */
  of: string
  read: () => Promise<Result<Snapshot, Rejection>>
  /** Must let the newer version win: events may have brought later ones meanwhile. */
  take: (snapshot: Snapshot) => void | Promise<void>
  logger: Logger
}

/** A copy of what another service owns: snapshots give the start and fill gaps, events bring the rest. */
export interface Replica extends AsyncDisposable {
  /** Whether a snapshot has ever been taken. */
  ready(): boolean
  /** Resolves once a snapshot requested after this call is taken, however long its owner is down. */
  refresh(): Promise<void>
}

export function startReplica<Snapshot>({ of, read, take, logger }: ReplicaOptions<Snapshot>): Replica {
  const stop = new AbortController()
  let ready = false
  let last = Promise.resolve()
  let next: Promise<void> | undefined

  const readOnce = async () => {
    await take(unwrap(await read()))
    ready = true
  }
  const untilRead = async () => {
    next = undefined
    const onError = (error: unknown) => logger.warn({ err: error }, `no snapshot of ${of} yet`)
    if (!stop.signal.aborted) await untilDone(readOnce, { signal: stop.signal, onError }).catch(() => undefined)
  }
  return {
    ready: () => ready,
    // a read in progress may miss a gap that occurs now; however many gaps there are, one more read suffices
    refresh() {
      next ??= last.then(untilRead)
      last = next
      return next
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await last
    }
  }
}

/** Listens first and then reads, so that nothing falls in between; reads again after every gap in the events. */
export function follow(
  broker: Pick<Broker, 'subscribe' | 'whenReady'>,
  events: Omit<Subscription, 'onGap'>,
  refresh: () => Promise<unknown>
): AsyncDisposable {
  const subscription = broker.subscribe({ ...events, onGap: () => void refresh() })
  void broker.whenReady().then(refresh, refresh)
  return subscription
}
