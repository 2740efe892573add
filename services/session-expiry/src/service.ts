import { createClient, createServiceCallers, startHttpServer } from '@inbox/http'
import { connectBroker } from '@inbox/messaging'
import { connectMongo, openOutbox, startDatabaseClock } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { createChangeWindow } from './application/change-window.ts'
import { createFollowConversation } from './application/follow-conversation.ts'
import { createSettleDue } from './application/settle-due.ts'
import type { Config } from './config.ts'
import { windowsConsumer } from './inbound/messages.ts'
import { startDueWindows } from './inbound/timers.ts'
import { createAskQueue } from './outbound/ask-queue.ts'
import { published } from './outbound/events.ts'
import { openWindows, type WindowDocument } from './store/windows.ts'

/** Knows when a session window has expired; any number of processes may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('session-expiry', config.LOG_LEVEL)
  const database = `${config.MONGODB_DATABASE_PREFIX}_session_expiry`
  const mongo = stack.use(await connectMongo({ url: config.MONGODB_URL, database, logger, owns: true }))
  const clock = stack.use(await startDatabaseClock(mongo, logger))
  const broker = stack.use(
    connectBroker({ url: config.RABBITMQ_URL, service: 'session-expiry', publishes: published, needs: mongo, logger })
  )
  const collection = mongo.collection<WindowDocument>('windows')
  const outbox = stack.use(openOutbox({ collection, types: published, publish: broker.publish, clock, logger }))
  // what a crash left behind need not wait for the next scan
  void broker
    .whenReady()
    .then(() => outbox.recover(0))
    .catch(() => undefined)
  const windows = await openWindows(collection, outbox)
  const change = createChangeWindow(windows, clock)
  const client = createClient({
    baseUrl: config.QUEUE_URL,
    service: 'session-expiry',
    secret: config.SERVICE_TOKEN_SECRET
  })
  const leads = { soonMs: config.EXPIRES_SOON_MS, confirmMs: config.EXPIRY_CONFIRM_MS }
  const settleDue = createSettleDue({ windows, change, ask: createAskQueue(client), clock, leads })
  const due = stack.use(startDueWindows({ windows, settleDue, clock, logger }))
  const follow = createFollowConversation(change, clock, leads)
  stack.use(broker.consume(windowsConsumer(follow, due)))
  const http = stack.use(
    await startHttpServer({
      port: config.SESSION_EXPIRY_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: [],
      authenticate: createServiceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => [...(broker.ready() ? [] : ['broker']), ...(mongo.ready() ? [] : ['database'])],
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
