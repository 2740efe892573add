import { gatewayUnheard, presenceChanged } from '@inbox/contracts'
import { createServiceCallers, startHttpServer } from '@inbox/http'
import { systemClock } from '@inbox/kernel'
import { connectBroker, follow } from '@inbox/messaging'
import { newId, pause } from '@inbox/runtime'
import { connectRedis } from '@inbox/storage/redis'
import { createLogger } from '@inbox/telemetry'
import { createChangeStatus } from './application/change-status.ts'
import { startPublishingChanges } from './application/publish-changes.ts'
import { createPutBack } from './application/put-back.ts'
import { createRecordBeats } from './application/record-beats.ts'
import { createReportUnheardGateways } from './application/report-unheard-gateways.ts'
import { createStatusHistory } from './application/status-history.ts'
import { createSweep } from './application/sweep.ts'
import type { Config } from './config.ts'
import { routes } from './inbound/http.ts'
import { changesOfAll, statusLogConsumer } from './inbound/messages.ts'
import { historyRoutes } from './inbound/status-history.ts'
import { reportsUnheardGateways, startSweeps } from './inbound/timers.ts'
import { MAX_IN_HAND, openChanges } from './store/changes.ts'
import { openLastKnown } from './store/last-known.ts'
import { openPresences } from './store/presences.ts'
import { openStatusLog } from './store/status-log.ts'

const ABANDONED_AFTER_MS = 1500
const MAX_SLEEP_MS = 1000

/** Knows who is connected, and demotes after 30 seconds; any number of processes may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('presence', config.LOG_LEVEL)
  const { REDIS_URL: url, REDIS_PREFIX: prefix, PRESENCE_SHARDS: shards, PRESENCE_BATCH_MS: batchMs } = config
  const redis = stack.use(connectRedis({ url, prefix, logger }))
  // give Redis a moment to answer; it may also come up later
  await Promise.race([redis.whenReady(), pause(1000)])
  const database = `${config.MONGODB_DATABASE_PREFIX}_presence`
  const statusLog = stack.use(openStatusLog({ url: config.MONGODB_URL, database, logger }))
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'presence',
      publishes: [presenceChanged, gatewayUnheard],
      // as much as all shards have in hand, so that none waits for another's confirms
      window: shards * MAX_IN_HAND,
      logger
    })
  )
  const presences = openPresences({
    redis,
    prefix,
    shards,
    batchMs,
    timeoutMs: config.PRESENCE_TIMEOUT_MS,
    logoutMs: config.PRESENCE_LOGOUT_MS
  })
  const lastKnown = stack.use(openLastKnown(presences.read, logger))
  stack.use(follow(broker, changesOfAll(lastKnown), lastKnown.refresh))

  const mostMs = Math.min(MAX_SLEEP_MS, config.PRESENCE_TIMEOUT_MS / 3)
  const waiting = { mostMs, gapMs: 2 * batchMs + MAX_SLEEP_MS, patienceMs: 1.5 * batchMs }
  const sweep = stack.use(startSweeps(createSweep({ sweep: presences.sweep, ...waiting, logger })))
  stack.use(reportsUnheardGateways(createReportUnheardGateways(presences.unheard, broker, logger), mostMs, logger))
  const changes = openChanges({
    redis,
    prefix,
    shards,
    consumer: newId(),
    abandonedAfterMs: ABANDONED_AFTER_MS
  })
  const publication = stack.use(
    startPublishingChanges({ changes, shards, broker, onChange: ({ data }) => lastKnown.take(data), logger })
  )
  presences.tell({
    due: sweep.in,
    recorded: publication.wake,
    emptied: createPutBack(presences, lastKnown, shards, logger)
  })

  stack.use(broker.consume(statusLogConsumer(statusLog)))
  const recordBeats = createRecordBeats(presences, lastKnown)
  const changeStatus = createChangeStatus(presences, lastKnown)
  const http = stack.use(
    await startHttpServer({
      port: config.PRESENCE_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: [
        ...routes({ recordBeats, changeStatus, presences }),
        ...historyRoutes(createStatusHistory(statusLog, systemClock))
      ],
      authenticate: createServiceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => [...(broker.ready() ? [] : ['broker']), ...(redis.ready() ? [] : ['redis'])],
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
