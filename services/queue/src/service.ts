import { EventEmitter } from 'node:events'
import { agentUpdated, conversationContactTyping, conversationTyping, offerRefused, workMoved } from '@inbox/contracts'
import { createClaimMedia, createMediaAddresses, createServiceCallers, startHttpServer } from '@inbox/http'
import { connectBroker } from '@inbox/messaging'
import { connectMongo, startDatabaseClock } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { createAct } from './application/act.ts'
import { createAnnouncePositions } from './application/announce-positions.ts'
import { createArrivals } from './application/arrivals.ts'
import { createContactChanges } from './application/contact-changes.ts'
import { createContactLeft } from './application/contact-left.ts'
import { createContactTyping } from './application/contact-typing.ts'
import { createDeliveryReports } from './application/delivery-reports.ts'
import { createEditContact } from './application/edit-contact.ts'
import { createEndOverdueOffer } from './application/end-overdue-offer.ts'
import { createExecute } from './application/execute.ts'
import { createFindQuoted } from './application/find-quoted.ts'
import { createGiveWork } from './application/give-work.ts'
import { createHandOver } from './application/hand-over.ts'
import { createIdentifyContact } from './application/identify-contact.ts'
import { createLatestOfContact } from './application/latest-of-contact.ts'
import { measureSteps } from './application/measure-steps.ts'
import { createMediaCopies } from './application/media-copies.ts'
import { startMissWatch } from './application/misses.ts'
import { createMoveConversations } from './application/move-conversations.ts'
import type { News } from './application/news.ts'
import { createOffers } from './application/offers.ts'
import { createOverflow } from './application/overflow.ts'
import { createRate } from './application/rate.ts'
import { createReceiveCommand } from './application/receive-command.ts'
import { createReceiveMessage } from './application/receive-message.ts'
import { createReconcile } from './application/reconcile.ts'
import { createReleaseWork, whatToRelease } from './application/release-work.ts'
import { createRememberedDepartments } from './application/remembered-departments.ts'
import { createResumeAll } from './application/resume-all.ts'
import { createSend } from './application/send.ts'
import { startFromSnapshots } from './application/start-from-snapshots.ts'
import { createTakeEcho } from './application/take-echo.ts'
import { createTakeIdentity } from './application/take-identity.ts'
import { createTeamChanges } from './application/team-changes.ts'
import { createTellTyping } from './application/tell-typing.ts'
import { createUndelivered } from './application/undelivered.ts'
import { createWriteNotes } from './application/write-notes.ts'
import type { Config } from './config.ts'
import { routes } from './inbound/http.ts'
import { consumers, subscription } from './inbound/messages.ts'
import { timers } from './inbound/timers.ts'
import { createOwners } from './outbound/owners.ts'
import { openStores } from './store/open-stores.ts'
import { published } from './store/published.ts'

/** What presence tells of somebody who signs in takes some 50 ms to get here. */
const HEARD_OF_WITHIN_MS = 1000

const missingOf = (parts: Record<string, { ready(): boolean }>) =>
  Object.keys(parts).filter(name => !parts[name]!.ready())

/** The only writer of conversations. Any number of replicas may run: every change is a conditional update. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('queue', config.LOG_LEVEL)
  const { SERVICE_TOKEN_SECRET: secret, DIRECTORY_URL: directoryUrl, PRESENCE_URL: presenceUrl } = config
  const news: News = new EventEmitter()
  measureSteps(news)

  // what it stands on
  const mongo = stack.use(
    await connectMongo({ url: config.MONGODB_URL, database: `${config.MONGODB_DATABASE_PREFIX}_queue`, logger })
  )
  const clock = stack.use(await startDatabaseClock(mongo, logger))
  const publishes = [...published, offerRefused, workMoved, conversationTyping, conversationContactTyping, agentUpdated]
  const broker = stack.use(
    connectBroker({ url: config.RABBITMQ_URL, service: 'queue', publishes, needs: mongo, logger })
  )
  const onMiss = (...missed: [string, string, number]) => void news.emit('offerMissed', ...missed)
  const stores = stack.use(await openStores({ mongo, broker, clock, logger, onMiss }))
  const { conversations, agents, departments, messages, contacts, waits, notes } = stores
  const owners = createOwners({ directoryUrl, presenceUrl, secret })

  const claim = createClaimMedia({ baseUrl: config.MEDIA_URL, service: 'queue', secret })

  // what it does
  const execute = createExecute(conversations, clock, news)
  const releaseOf = whatToRelease({ agents, departments })
  const giveWork = createGiveWork({ execute, conversations, agents, releaseOf, clock })
  const releaseWork = createReleaseWork({ execute, conversations, agents, releaseOf, logger })
  const arrivals = createArrivals(agents, HEARD_OF_WITHIN_MS)
  const act = createAct({ execute, giveWork, arrivals, sources: { departments, agents, conversations, clock } })
  const standardWindowMs = config.WHATSAPP_WINDOW_MS
  const findQuoted = createFindQuoted(messages, conversations)
  const latestOfContact = createLatestOfContact(conversations, contacts)
  const moveConversations = createMoveConversations({ contacts, conversations, messages, notes, execute })
  const { identify, settle } = createIdentifyContact({ contacts, conversations, moveConversations, execute })
  const remembered = createRememberedDepartments(departments)
  const receive = createReceiveMessage({
    ...{ contacts, settle, conversations, messages, departments: remembered, clock, news },
    receiveCommand: createReceiveCommand({
      ...{ identify, agents, departments: remembered, findQuoted, clock, standardWindowMs }
    })
  })
  const teamChanges = createTeamChanges({ agents, departments, conversations, releaseWork, broker, clock, news })
  const misses = stack.use(startMissWatch(departments, owners.makeUnavailable, logger))
  news.on('offerMissed', (...missed) => void misses.missed(...missed))

  // what wakes it
  stack.use(
    timers({
      endOverdueOffer: createEndOverdueOffer(execute, agents, clock),
      overflow: createOverflow({ waits, departments, agents, execute }),
      handOver: createHandOver({ conversations, departments, execute }),
      reconcile: createReconcile({ agents, conversations, releaseWork, clock, logger }),
      ...{ stores, news, clock, logger }
    })
  )
  const snapshots = stack.use(startFromSnapshots(teamChanges, owners, logger))
  stack.use(broker.subscribe(subscription(arrivals)))
  const consumed = consumers({
    ...{ receive, teamChanges, execute },
    contactHasLeft: createContactLeft({ contacts, conversations, messages, execute }),
    contactIsTyping: createContactTyping({ latestOfContact, broker, clock }),
    rate: createRate(execute),
    offers: createOffers(giveWork, departments, broker, clock),
    announce: createAnnouncePositions(execute, departments),
    reports: createDeliveryReports(messages, conversations, execute, clock),
    changes: createContactChanges({ contacts, messages, conversations, execute, clock }),
    copies: createMediaCopies({ messages, conversations, claim, clock }),
    takeEcho: createTakeEcho({ latestOfContact, messages, departments, execute }),
    takeIdentity: createTakeIdentity({ contacts, conversations, execute, identify })
  })
  for (const consumer of consumed) stack.use(broker.consume(consumer))
  const http = stack.use(
    await startHttpServer({
      port: config.QUEUE_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes(stores, {
        ...{ act, clock, latestOfContact },
        addresses: createMediaAddresses(config.MEDIA_PUBLIC_URL, config.MEDIA_SECRET),
        send: createSend(execute, messages, findQuoted, claim, clock),
        undelivered: createUndelivered(messages, clock),
        resumeAll: createResumeAll(act, conversations),
        editContact: createEditContact({ contacts, conversations, execute }),
        writeNote: createWriteNotes(notes, clock),
        tellTyping: createTellTyping(broker, clock)
      }),
      authenticate: createServiceCallers(secret, config.SERVICE_AUTH),
      notReady: () => missingOf({ broker, database: mongo, directory: snapshots }),
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
