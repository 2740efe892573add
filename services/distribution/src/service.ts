import { EventEmitter } from 'node:events'
import { announcePosition, matcherBaton, offer, offerDecided } from '@inbox/contracts'
import { createServiceCallers, startHttpServer } from '@inbox/http'
import { currentOf, systemClock } from '@inbox/kernel'
import { connectBroker } from '@inbox/messaging'
import { untilDone } from '@inbox/runtime'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { createKeepPaces } from './application/keep-paces.ts'
import { Memory } from './application/memory.ts'
import { createSendOffer } from './application/send-offer.ts'
import { createTurn } from './application/turn.ts'
import type { Config } from './config.ts'
import { routes } from './inbound/http.ts'
import { batonConsumer, events } from './inbound/messages.ts'
import { startPassingBatons, timers } from './inbound/timers.ts'
import { createAnnouncePosition } from './outbound/announcements.ts'
import { createSnapshots } from './outbound/snapshots.ts'
import { openDecisions } from './store/decisions.ts'
import { openPaces } from './store/paces.ts'

/** Decides what to offer to whom. Any number of processes may run: the broker makes one of them the active matcher. */
export async function start(config: Config, clock = systemClock): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('distribution', config.LOG_LEVEL)
  const mongo = stack.use(
    await connectMongo({
      ...{ url: config.MONGODB_URL, database: `${config.MONGODB_DATABASE_PREFIX}_distribution`, logger, owns: true }
    })
  )
  const decisions = stack.use(await openDecisions(mongo.collection('decisions'), logger))
  const paces = openPaces(mongo.collection('paces'))
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'distribution',
      publishes: [offer, offerDecided, matcherBaton, announcePosition],
      logger
    })
  )
  const rules = {
    drawSecret: currentOf(config.DRAW_SECRET),
    roundPauseMs: config.ROUND_PAUSE_MS,
    answerWithinMs: config.OFFER_ANSWER_MS
  }
  const snapshots = createSnapshots(config)
  const send = createSendOffer(broker, record => decisions.add(record), logger)
  const announce = createAnnouncePosition(broker, clock, logger)
  const reconcileMs = config.RECONCILE_MS
  const memory = new Memory({ snapshots, paces, send, announce, rules, reconcileMs, clock, logger })
  stack.use(timers({ memory, keepPaces: createKeepPaces(memory, paces), reconcileMs, logger }))
  // stops what the timers are doing
  stack.use(memory)
  stack.use(broker.subscribe(events(memory)))
  const turns = new EventEmitter<{ lead: [leads: boolean] }>().on('lead', leads => memory.lead(leads))
  const turn = stack.use(createTurn(leads => turns.emit('lead', leads), logger))
  const consumption = broker.consume(batonConsumer(turn))
  const stop = new AbortController()
  stack.defer(() => stop.abort())
  // events report whatever happens from here on, so nothing is missed between the snapshots and them
  void untilDone(() => broker.whenReady(), { signal: stop.signal }).then(
    () => memory.refill(),
    error => logger.debug({ err: error }, 'stopped before the broker was ready')
  )
  const batons = startPassingBatons(broker, turn, reconcileMs, logger)
  turns.on('lead', leads => leads || batons.replace())
  stack.defer(async () => {
    // stopping acknowledges the baton in hand, so the next process gets a new one
    const stopped = consumption[Symbol.asyncDispose]()
    await batons.pass().catch(error => logger.warn({ err: error }, 'could not hand over the baton'))
    await Promise.all([stopped, batons[Symbol.asyncDispose]()])
  })
  const notReady = () => [
    ...(broker.ready() ? [] : ['broker']),
    ...(mongo.ready() ? [] : ['database']),
    ...(memory.ready ? [] : ['snapshots'])
  ]
  const http = stack.use(
    await startHttpServer({
      port: config.DISTRIBUTION_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes(memory, decisions, config.DRAW_SECRET),
      authenticate: createServiceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady,
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
