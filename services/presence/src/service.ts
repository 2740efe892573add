import { gatewayUnheard, presenceChanged } from '@inbox/contracts'
import { serveHttp, serviceCallers } from '@inbox/http'
import { systemClock } from '@inbox/kernel'
import { connectBroker } from '@inbox/messaging'
import { newId, pause } from '@inbox/runtime'
import { connectRedis } from '@inbox/storage/redis'
import { createLogger } from '@inbox/telemetry'
import type { Config } from './config.ts'
import { shardOf } from './domain/shards.ts'
import { routes } from './inbound/http.ts'
import { statusLogConsumer } from './inbound/messages.ts'
import { statusRoutes } from './inbound/status-times.ts'
import { startSweeper } from './inbound/sweeper.ts'
import { publishChanges } from './outbound/publish-changes.ts'
import { tellUnheard } from './outbound/tell-unheard.ts'
import { MOST_IN_HAND, openChanges } from './store/changes.ts'
import { followLastKnown } from './store/last-known.ts'
import { openPresences } from './store/presences.ts'
import { openStatusLog } from './store/status-log.ts'

const ABANDONED_AFTER_MS = 1500
const LONGEST_SLEEP_MS = 1000

/** Knows who is connected, and demotes after 30 seconds; any number of processes may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('presence', config.LOG_LEVEL)
  const { REDIS_URL: url, REDIS_PREFIX: prefix, PRESENCE_SHARDS: shards, PRESENCE_BATCH_MS: batchMs } = config
  const redis = stack.use(connectRedis({ url, prefix, logger }))
  // a moment for Redis to answer; it may also come later
  await Promise.race([redis.whenReady(), pause(1000)])
  const database = `${config.MONGODB_DATABASE_PREFIX}_presence`
  const statusLog = stack.use(openStatusLog({ url: config.MONGODB_URL, database, logger }))
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'presence',
      publishes: [presenceChanged, gatewayUnheard],
      // as much as all shards have in hand: none waits for the confirms of another
      window: shards * MOST_IN_HAND,
      logger
    })
  )
  const presences = openPresences({
    ...{ redis, prefix, shards, batchMs },
    timeoutMs: config.PRESENCE_TIMEOUT_MS,
    logoutMs: config.PRESENCE_LOGOUT_MS,
    onDue: inMs => sweeper.wakeIn(inMs),
    onRecorded: shard => publication.wake(shard),
    onEmptied: shard => {
      const lost = lastKnown.all().filter(({ agentId }) => shardOf(agentId, shards) === shard)
      logger.warn({ shard, agents: lost.length }, 'redis was emptied: putting agents back')
      presences.restore(lost).catch(error => logger.warn({ err: error }, 'not put back; their beats will do it'))
    }
  })
  const longestSleepMs = Math.min(LONGEST_SLEEP_MS, config.PRESENCE_TIMEOUT_MS / 3)
  const lastKnown = stack.use(followLastKnown(broker, presences.read, logger))
  const sweeper = stack.use(
    startSweeper({
      sweep: presences.sweep,
      mostMs: longestSleepMs,
      gapMs: 2 * batchMs + LONGEST_SLEEP_MS,
      patienceMs: 1.5 * batchMs,
      logger
    })
  )
  stack.use(tellUnheard(presences.unheard, broker, longestSleepMs, logger))
  const changes = openChanges({
    ...{ redis, prefix, shards },
    consumer: newId(),
    abandonedAfterMs: ABANDONED_AFTER_MS
  })
  const publication = stack.use(
    publishChanges({ changes, shards, broker, onChange: ({ data }) => lastKnown.take(data), logger })
  )
  stack.use(broker.consume(statusLogConsumer(statusLog)))
  const http = stack.use(
    await serveHttp({
      port: config.PRESENCE_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: [...routes({ presences, lastKnown }), ...statusRoutes(statusLog, systemClock)],
      authenticate: serviceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => [...(broker.ready() ? [] : ['broker']), ...(redis.ready() ? [] : ['redis'])],
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
