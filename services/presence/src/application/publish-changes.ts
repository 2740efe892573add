import { presenceChanged } from '@inbox/contracts'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { failPoint, pause } from '@inbox/runtime'
import { counter, gauge, type Logger } from '@inbox/telemetry'
import type { Change, Changes } from '../store/changes.ts'

export interface Publication extends AsyncDisposable {
  /** Signals that something was recorded in the shard. */
  wake(shard: number): void
}

/** How soon another process publishes what a crashed one recorded but did not publish. */
const RECONCILE_MS = 1000
const RETRY_MS = 250
/** All shards at the same time, so that they wake the process, and Redis, only once. */
const untilReconcile = () => RECONCILE_MS - (performance.now() % RECONCILE_MS)
const published = counter('presence_changes_published_total', 'Presence changes confirmed by the broker')

interface Options {
  changes: Changes
  shards: number
  broker: Pick<Broker, 'publish'>
  /** Called with each transition before it is published. */
  onChange: (change: Change) => void
  logger: Logger
}

/** Publishes what the scripts recorded: at least once, in order per agent, with any number of processes. */
export function startPublishingChanges({ changes, shards, broker, onChange, logger }: Options): Publication {
  const stop = new AbortController()
  gauge('presence_stream_lag', 'Presence changes recorded but not yet published', [], it => it.set(changes.waiting()))
  let delayed = false

  const drain = async (shard: number) => {
    for (let batch = await changes.take(shard); batch.length > 0; batch = await changes.take(shard)) {
      batch.forEach(onChange)
      await Promise.all(batch.map(change => broker.publish(presenceChanged, envelopeOf(change))))
      failPoint('presence.afterPublish')
      await changes.done(shard, batch)
      published.inc(batch.length)
      if (stop.signal.aborted) return
    }
  }
  const drained = async (shard: number): Promise<boolean> => {
    try {
      await drain(shard)
      delayed = false
      return true
    } catch (error) {
      if (!delayed && !stop.signal.aborted) logger.warn({ err: error }, 'publishing presence changes is delayed')
      delayed = true
      return false
    }
  }
  const publications = Array.from({ length: shards }, (_, shard) => {
    let wake = new AbortController()
    const run = async () => {
      while (!stop.signal.aborted) {
        wake = new AbortController()
        const done = await drained(shard)
        await pause(done ? untilReconcile() : RETRY_MS, AbortSignal.any([stop.signal, ...(done ? [wake.signal] : [])]))
      }
    }
    return { wake: () => wake.abort(), running: run() }
  })
  return {
    wake: shard => publications[shard]?.wake(),
    async [Symbol.asyncDispose]() {
      stop.abort()
      await Promise.all(publications.map(({ running }) => running))
    }
  }
}

const envelopeOf = ({ id, at, data }: Change) =>
  newEnvelope(presenceChanged, {
    id,
    key: data.agentId,
    version: data.version,
    occurredAt: at,
    correlationId: id,
    data
  })
