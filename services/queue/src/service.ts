import { EventEmitter } from 'node:events'
import { agentUpdated, conversationTyping, offerRefused, workMoved } from '@inbox/contracts'
import { serveHttp, serviceCallers } from '@inbox/http'
import { connectBroker } from '@inbox/messaging'
import { connectMongo, databaseClock } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { actor } from './application/act.ts'
import { positionAnnouncer } from './application/announce-positions.ts'
import { arrivals as openArrivals } from './application/arrivals.ts'
import { departures } from './application/contact-left.ts'
import { deliveryReports } from './application/delivery-reports.ts'
import { contactEditor } from './application/edit-contact.ts'
import { overdueOfferEnder } from './application/end-overdue-offer.ts'
import { executor } from './application/execute.ts'
import { workGiver } from './application/give-work.ts'
import { openHandOver } from './application/hand-over.ts'
import { missWatch } from './application/misses.ts'
import type { News } from './application/news.ts'
import { openOffers } from './application/offers.ts'
import { openOverflow } from './application/overflow.ts'
import { messageReceiver } from './application/receive-message.ts'
import { reconciler } from './application/reconcile.ts'
import { whatToRelease, workReleaser } from './application/release-work.ts'
import { allResumer } from './application/resume-all.ts'
import { openRoster } from './application/roster.ts'
import { sender } from './application/send.ts'
import { startFromSnapshots } from './application/start-from-snapshots.ts'
import { typingTeller } from './application/tell-typing.ts'
import { noteWriter } from './application/write-notes.ts'
import type { Config } from './config.ts'
import { routes } from './inbound/http.ts'
import { consumers, subscription } from './inbound/messages.ts'
import { timers } from './inbound/timers.ts'
import { ownersAt } from './outbound/owners.ts'
import { openStores } from './store/open-stores.ts'
import { published } from './store/published.ts'

/** What presence tells of somebody who signs in takes some 50 ms to get here. */
const HEARD_OF_WITHIN_MS = 1000

/** The only writer of conversations. Any number of replicas may run: every change is a conditional update. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('queue', config.LOG_LEVEL)
  const { SERVICE_TOKEN_SECRET: secret, DIRECTORY_URL: directoryUrl, PRESENCE_URL: presenceUrl } = config
  const news: News = new EventEmitter()

  // what it stands on
  const mongo = stack.use(
    await connectMongo({ url: config.MONGODB_URL, database: `${config.MONGODB_DATABASE_PREFIX}_queue`, logger })
  )
  const clock = stack.use(await databaseClock(mongo, logger))
  const publishes = [...published, offerRefused, workMoved, conversationTyping, agentUpdated]
  const broker = stack.use(
    connectBroker({ url: config.RABBITMQ_URL, service: 'queue', publishes, needs: mongo, logger })
  )
  const onMiss = (...missed: [string, string, number]) => void news.emit('offerMissed', ...missed)
  const stores = stack.use(await openStores({ mongo, broker, clock, logger, onMiss }))
  const { conversations, agents, departments, messages, contacts, waits, notes } = stores
  const owners = ownersAt({ directoryUrl, presenceUrl, secret })

  // what it does
  const execute = executor(conversations, clock, news)
  const releaseOf = whatToRelease({ agents, departments })
  const giveWork = workGiver({ execute, conversations, agents, releaseOf, clock })
  const releaseWork = workReleaser({ execute, conversations, agents, releaseOf, logger })
  const arrivals = openArrivals(agents, HEARD_OF_WITHIN_MS)
  const act = actor({ execute, giveWork, arrivals, sources: { departments, agents, conversations, clock } })
  const standardWindowMs = config.WHATSAPP_WINDOW_MS
  const receive = messageReceiver({
    ...{ conversations, messages, contacts, agents, departments, clock, standardWindowMs, news }
  })
  const roster = openRoster({ agents, departments, conversations, releaseWork, broker, clock, news })
  const misses = stack.use(missWatch(departments, owners.makeUnavailable, logger))
  news.on('offerMissed', (...missed) => void misses.missed(...missed))

  // what wakes it
  stack.use(
    timers({
      endOverdueOffer: overdueOfferEnder(execute, agents, clock),
      overflow: openOverflow({ waits, departments, agents, execute }),
      handOver: openHandOver({ conversations, departments, execute }),
      reconcile: reconciler({ agents, conversations, releaseWork, clock, logger }),
      ...{ stores, news, clock, logger }
    })
  )
  const snapshots = stack.use(startFromSnapshots(roster, owners, logger))
  stack.use(broker.subscribe(subscription(arrivals)))
  const consumed = consumers({
    ...{ receive, roster, execute },
    contactHasLeft: departures({ conversations, messages, execute }),
    offers: openOffers(giveWork, departments, broker, clock),
    announce: positionAnnouncer(execute, departments),
    reports: deliveryReports(messages, conversations, execute, clock)
  })
  for (const consumer of consumed) stack.use(broker.consume(consumer))
  const http = stack.use(
    await serveHttp({
      port: config.QUEUE_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes(stores, {
        ...{ act, clock },
        send: sender(execute, messages, clock),
        resumeAll: allResumer(act, conversations),
        editContact: contactEditor({ contacts, conversations, execute }),
        writeNote: noteWriter(notes, clock),
        tellTyping: typingTeller(broker, clock)
      }),
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
