import { EventEmitter } from 'node:events'
import {
  accessAudited,
  agentUpdated,
  conversationAttended,
  conversationContactTyping,
  conversationTyping,
  offerRefused,
  workMoved
} from '@inbox/contracts'
import { createClaimMedia, createMediaAddresses, createServiceCallers, startHttpServer } from '@inbox/http'
import { connectBroker, createAuditReads, dropParked } from '@inbox/messaging'
import { connectMongo, startDatabaseClock } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { createArrivals } from './application/arrivals.ts'
import { createEndOverdueOffer } from './application/end-overdue-offer.ts'
import { createEraseContact } from './application/erase-contact.ts'
import { createForgetParked } from './application/forget-parked.ts'
import { createHandOver } from './application/hand-over.ts'
import type { LocalEvents } from './application/local-events.ts'
import { measureSteps } from './application/measure-steps.ts'
import { startMissWatch } from './application/miss-watch.ts'
import { createOverflow } from './application/overflow.ts'
import { createReconcile } from './application/reconcile.ts'
import { createReleaseFiles } from './application/release-files.ts'
import { createRemoveEnded } from './application/remove-ended.ts'
import { startFromSnapshots } from './application/start-from-snapshots.ts'
import { createUseCases } from './application/use-cases.ts'
import type { Config } from './config.ts'
import { actorOf } from './domain/read-entry.ts'
import { routes } from './inbound/http.ts'
import { consumers, subscription } from './inbound/messages.ts'
import type { AuditOf } from './inbound/reads.ts'
import { timers } from './inbound/timers.ts'
import { createOwners } from './outbound/owners.ts'
import { openStores } from './store/open-stores.ts'
import { published } from './store/published.ts'

/** What presence tells of somebody who signs in takes about 50 ms to get here. */
const HEARD_OF_WITHIN_MS = 1000

/** Events published without an outbox: they are useless later. */
const passing = [
  offerRefused,
  workMoved,
  conversationTyping,
  conversationContactTyping,
  conversationAttended,
  agentUpdated
]

const missingOf = (parts: Record<string, { ready(): boolean }>) =>
  Object.keys(parts).filter(name => !parts[name]!.ready())

/** The only writer of conversations. Any number of replicas may run: every change is a conditional update. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('queue', config.LOG_LEVEL)
  const { SERVICE_TOKEN_SECRET: secret, DIRECTORY_URL: directoryUrl, PRESENCE_URL: presenceUrl } = config
  const localEvents: LocalEvents = new EventEmitter()
  measureSteps(localEvents)

  // what it rests on
  const mongo = stack.use(
    await connectMongo({
      ...{ url: config.MONGODB_URL, database: `${config.MONGODB_DATABASE_PREFIX}_queue`, logger, owns: true }
    })
  )
  const clock = stack.use(await startDatabaseClock(mongo, logger))
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'queue',
      publishes: [...published, ...passing],
      needs: mongo,
      logger
    })
  )
  const onMiss = (...missed: [string, string, number]) => void localEvents.emit('offerMissed', ...missed)
  const stores = stack.use(await openStores({ mongo, broker, clock, logger, onMiss }))
  const { agents, conversations, departments, fileReleases, removals, waits } = stores
  const owners = createOwners({ directoryUrl, presenceUrl, secret })
  const claim = createClaimMedia({ baseUrl: config.MEDIA_URL, service: 'queue', secret })

  // what it does
  const arrivals = createArrivals(agents, HEARD_OF_WITHIN_MS)
  const standardWindowMs = config.WHATSAPP_WINDOW_MS
  const useCases = createUseCases({ stores, broker, arrivals, claim, localEvents, clock, logger, standardWindowMs })
  const { execute, releaseWork, teamChanges, bringBack, endBotSilence } = useCases
  const audits = stack.use(createAuditReads({ broker, type: accessAudited, clock, logger }))
  const audit: AuditOf = (reader, looked, origin) => audits.tell(actorOf(reader), looked, origin)
  const dropThose: Parameters<typeof createForgetParked>[0]['dropParked'] = (going, signal) =>
    dropParked(config.RABBITMQ_URL, going, signal)
  const forgetParked = stack.use(createForgetParked({ ...stores, dropParked: dropThose, clock, logger }))
  const erasing = stack.use(createEraseContact({ ...stores, execute, forgetParked, clock, logger }))
  const misses = stack.use(startMissWatch(departments, owners.makeUnavailable, logger))
  localEvents.on('offerMissed', (...missed) => void misses.missed(...missed))

  // what wakes it
  const { RETENTION_CONVERSATIONS_DAYS: periods, RETENTION_MEDIA_DAYS: filePeriods } = config
  stack.use(
    timers({
      endOverdueOffer: createEndOverdueOffer(execute, agents, clock),
      bringBack,
      endBotSilence,
      overflow: createOverflow({ waits, departments, agents, execute }),
      handOver: createHandOver({ conversations, departments, execute }),
      goOnErasing: erasing.goOn,
      forgetParked,
      reconcile: createReconcile({ agents, conversations, releaseWork, clock, logger }),
      removeEnded: periods && createRemoveEnded({ removals, broker, clock, logger, periods }),
      releaseFiles: filePeriods && createReleaseFiles({ fileReleases, broker, clock, logger, periods: filePeriods }),
      stores,
      localEvents,
      clock,
      logger
    })
  )
  const snapshots = stack.use(startFromSnapshots(teamChanges, owners, logger))
  stack.use(broker.subscribe(subscription(arrivals)))
  for (const consumer of consumers(useCases)) stack.use(broker.consume(consumer))
  const addresses = createMediaAddresses(config.MEDIA_PUBLIC_URL, config.MEDIA_SECRET)
  const http = stack.use(
    await startHttpServer({
      port: config.QUEUE_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes(stores, {
        ...useCases,
        eraseContact: erasing.ask,
        addresses,
        audit,
        clock,
        channelFor: owners.channel
      }),
      authenticate: createServiceCallers(secret, config.SERVICE_AUTH),
      notReady: () => missingOf({ broker, database: mongo, directory: snapshots }),
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
