import { presenceChanged } from '@inbox/contracts'
import { type Broker, newEnvelope } from '@inbox/messaging'
import { failPoint, pause } from '@inbox/runtime'
import { counter, gauge, type Logger } from '@inbox/telemetry'
import type { Change, Changes } from '../store/changes.ts'

const RECONCILE_MS = 2000
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
  const loop = (async () => {
    while (!stop.signal.aborted) {
      try {
        await Promise.all(Array.from({ length: shards }, (_, shard) => drain(shard)))
        await Promise.race([changes.news(RECONCILE_MS), aborted(stop.signal)])
      } catch (error) {
        logger.warn({ err: error }, 'publishing is delayed')
        await pause(RETRY_MS, stop.signal)
      }
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
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

const aborted = (signal: AbortSignal) =>
  new Promise<void>(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
