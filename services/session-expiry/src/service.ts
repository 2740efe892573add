import { createClient, serveHttp, serviceCallers } from '@inbox/http'
import { connectBroker } from '@inbox/messaging'
import { connectMongo, databaseClock, openOutbox } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { changeWindow } from './application/change-window.ts'
import { conversationFollower } from './application/follow-conversation.ts'
import { dueSettler } from './application/settle-due.ts'
import type { Config } from './config.ts'
import { windowsConsumer } from './inbound/messages.ts'
import { watchDueWindows } from './inbound/timers.ts'
import { askQueue } from './outbound/ask-queue.ts'
import { published } from './outbound/events.ts'
import { openWindows, type WindowDocument } from './store/windows.ts'

/** Knows when a session window has expired; any number of processes may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('session-expiry', config.LOG_LEVEL)
  const database = `${config.MONGODB_DATABASE_PREFIX}_session_expiry`
  const mongo = stack.use(await connectMongo({ url: config.MONGODB_URL, database, logger }))
  const clock = stack.use(await databaseClock(mongo, logger))
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
  const change = changeWindow(windows, clock)
  const client = createClient({
    baseUrl: config.QUEUE_URL,
    service: 'session-expiry',
    secret: config.SERVICE_TOKEN_SECRET
  })
  const leads = { soonMs: config.EXPIRES_SOON_MS, confirmMs: config.EXPIRY_CONFIRM_MS }
  const settleDue = dueSettler({ windows, change, ask: askQueue(client), clock, leads })
  const due = stack.use(watchDueWindows({ windows, settleDue, clock, logger }))
  const follow = conversationFollower(change, clock, leads)
  stack.use(broker.consume(windowsConsumer(follow, due)))
  const http = stack.use(
    await serveHttp({
      port: config.SESSION_EXPIRY_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: [],
      authenticate: serviceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => [...(broker.ready() ? [] : ['broker']), ...(mongo.ready() ? [] : ['database'])],
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
