import { presenceChanged } from '@inbox/contracts'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { failPoint, pause } from '@inbox/runtime'
import { counter, gauge, type Logger } from '@inbox/telemetry'
import type { Change, Changes } from '../store/changes.ts'

const RECONCILE_MS = 1000
const RETRY_MS = 250
const published = counter('presence_changes_published_total', 'Transitions that the broker confirmed')

interface Options {
  changes: Changes
  shards: number
  broker: Pick<Broker, 'publish'>
  /** Told of each transition before it is published. */
  onChange: (change: Change) => void
  logger: Logger
}

/** Publishes what the scripts recorded: at least once, in order per agent, whatever number of processes does so. */
export function publishChanges({ changes, shards, broker, onChange, logger }: Options): AsyncDisposable {
  const stop = new AbortController()
  gauge('presence_stream_lag', 'Transitions recorded and not yet published', [], it => it.set(changes.waiting()))

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
  let delayed = false
  const loop = (async () => {
    while (!stop.signal.aborted) {
      try {
        await Promise.all(Array.from({ length: shards }, (_, shard) => drain(shard)))
        delayed = false
        if (!stop.signal.aborted) await changes.news(RECONCILE_MS)
      } catch (error) {
        if (!delayed && !stop.signal.aborted) logger.warn({ err: error }, 'publishing is delayed')
        delayed = true
        await pause(RETRY_MS, stop.signal)
      }
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      changes.stopWaiting()
      await loop
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
