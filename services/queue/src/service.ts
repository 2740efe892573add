import { conversationTyping, offerRefused, workMoved } from '@inbox/contracts'
import { serveHttp, serviceCallers } from '@inbox/http'
import { connectBroker } from '@inbox/messaging'
import { connectMongo, databaseClock } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { positionAnnouncer } from './application/announce-positions.ts'
import { completeOlder } from './application/complete-older.ts'
import { departures } from './application/contact-left.ts'
import { deliveryReports } from './application/delivery-reports.ts'
import { openDesk } from './application/desk.ts'
import { contactEditor } from './application/edit-contact.ts'
import { executor } from './application/execute.ts'
import { workGiver } from './application/give-work.ts'
import { handOverWatch } from './application/hand-over.ts'
import { missWatch } from './application/misses.ts'
import { offerDeadlines } from './application/offer-deadlines.ts'
import { openOffers } from './application/offers.ts'
import { overflowWatch } from './application/overflow.ts'
import { messageReceiver } from './application/receive-message.ts'
import { reconcile } from './application/reconcile.ts'
import { whatToRelease, workReleaser } from './application/release-work.ts'
import { openRoster } from './application/roster.ts'
import { startFromSnapshots } from './application/start-from-snapshots.ts'
import { workTaker } from './application/take-work.ts'
import { typingTeller } from './application/tell-typing.ts'
import { noteWriter } from './application/write-notes.ts'
import type { Config } from './config.ts'
import type { Decision } from './domain/decision.ts'
import { routes } from './inbound/http.ts'
import { consumers } from './inbound/messages.ts'
import { openStores } from './store/open-stores.ts'
import { published } from './store/published.ts'

/** What presence tells of somebody who signs in takes some 50 ms to get here. */
const HEARD_OF_WITHIN_MS = 1000

/** The only writer of conversations. Any number of replicas may run: every change is a conditional update. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('queue', config.LOG_LEVEL)
  const { SERVICE_TOKEN_SECRET: secret, DIRECTORY_URL: directoryUrl, PRESENCE_URL: presenceUrl } = config
  const publishes = [...published, offerRefused, workMoved, conversationTyping]
  const mongo = stack.use(
    await connectMongo({ url: config.MONGODB_URL, database: `${config.MONGODB_DATABASE_PREFIX}_queue`, logger })
  )
  const clock = stack.use(await databaseClock(mongo, logger))
  const broker = stack.use(
    connectBroker({ url: config.RABBITMQ_URL, service: 'queue', publishes, needs: mongo, logger })
  )
  const misses = stack.use(missWatch({ presenceUrl, secret, logger }))
  const stores = stack.use(
    await openStores({
      mongo,
      broker,
      clock,
      logger,
      onMiss: (...missed) => void misses.missed(stores.departments, ...missed)
    })
  )
  const { conversations, agents, departments, messages, contacts } = stores

  const onCommitted = (decision: Decision) => {
    deadlines.note(decision)
    overflow.note(decision)
    handOver.note(decision)
  }
  const execute = executor(conversations, clock, onCommitted)
  const deadlines = stack.use(offerDeadlines({ conversations, agents, clock, logger }, execute))
  const overflow = stack.use(overflowWatch({ waits: stores.waits, departments, agents, execute, clock, logger }))
  const handOver = stack.use(handOverWatch({ conversations, departments, execute, logger }))
  const releaseOf = whatToRelease({ agents, departments })
  const giveWork = workGiver({ execute, conversations, agents, releaseOf, clock })
  const releaseWork = workReleaser({ execute, conversations, agents, releaseOf, logger })
  const roster = openRoster({
    agents,
    departments,
    conversations,
    releaseWork,
    broker,
    clock,
    onDepartment: () => {
      overflow.look()
      handOver.look()
    }
  })
  const receive = messageReceiver({
    conversations,
    messages,
    contacts,
    agents,
    departments,
    clock,
    standardWindowMs: config.WHATSAPP_WINDOW_MS,
    onCommitted
  })
  stack.use(completeOlder(stores.older, logger))
  stack.use(reconcile({ agents, conversations, releaseWork, clock, logger }))
  const offers = openOffers(giveWork, departments, broker, clock)
  const announce = positionAnnouncer(execute, departments)
  const reports = deliveryReports(messages, conversations, execute)
  const takeWork = workTaker(giveWork, agents, HEARD_OF_WITHIN_MS)
  const desk = openDesk({ execute, giveWork, takeWork, conversations, departments, agents, messages, clock })
  const editContact = contactEditor({ contacts, conversations, execute })
  const writeNote = noteWriter(stores.notes, clock)
  const tellTyping = typingTeller(broker, clock)

  const snapshots = stack.use(startFromSnapshots(roster, { directoryUrl, presenceUrl, secret, logger }))
  const contactHasLeft = departures({ conversations, messages, execute })
  for (const consumer of consumers({ receive, contactHasLeft, offers, announce, roster, reports, execute }))
    stack.use(broker.consume(consumer))
  const http = stack.use(
    await serveHttp({
      port: config.QUEUE_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes(stores, { desk, editContact, writeNote, tellTyping, clock }),
      authenticate: serviceCallers(secret, config.SERVICE_AUTH),
      notReady: () => [
        ...(broker.ready() ? [] : ['broker']),
        ...(mongo.ready() ? [] : ['database']),
        ...(snapshots.ready() ? [] : ['directory'])
      ],
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
