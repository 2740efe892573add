import { changeMyPassword, login, previewsChanged, refresh, typingSeen } from '@inbox/contracts'
import { serveHttp } from '@inbox/http'
import { type Broker, connectBroker } from '@inbox/messaging'
import { pause } from '@inbox/runtime'
import { createLogger } from '@inbox/telemetry'
import { accessBy } from './application/access.ts'
import { type Standing, watchStanding } from './application/standing.ts'
import type { Config } from './config.ts'
import { admission } from './inbound/admission.ts'
import { provingLife } from './inbound/calls-of-pages.ts'
import { pushes } from './inbound/events.ts'
import { routes } from './inbound/http.ts'
import { knownDevices } from './inbound/known-devices.ts'
import { pages } from './inbound/pages.ts'
import { openSockets, type Sockets } from './inbound/sockets.ts'
import { startBeats } from './outbound/beats.ts'
import { ownerClients, publicForwards } from './outbound/owners.ts'
import { openRoster, type Roster } from './outbound/roster.ts'
import { tellGateways } from './outbound/tell-gateways.ts'
import { viewsOf } from './outbound/views.ts'

/** Authorises, forwards and pushes; decides nothing and keeps nothing, so any number may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('inbox-gateway', config.LOG_LEVEL)
  let stopping = false
  const owners = ownerClients(config)
  const roster = stack.use(openRoster(owners, logger))
  const access = accessBy(config.ACCESS_TOKEN_SECRET, roster)
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'inbox-gateway',
      publishes: [previewsChanged, typingSeen],
      logger
    })
  )
  // presence hears the truth once more before we close the sockets, which says nothing about the agents
  const beats = startBeats(owners.presence, config.PRESENCE_PING_MS, logger)
  const welcome = () => roster.ready() && standing.welcome() && !stopping
  const http = stack.use(
    await serveHttp({
      port: config.INBOX_GATEWAY_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes({ owners, access, roster, beats, welcome, config, logger }),
      forwards: publicForwards(config),
      extend: pages(config),
      callsPerSecond: config.GATEWAY_CALLS_PER_SECOND,
      callsPerSecondPerAddress: config.GATEWAY_CALLS_PER_SECOND_PER_ADDRESS,
      guarded: {
        operations: [login, refresh, changeMyPassword],
        refusalsPerMinute: config.GATEWAY_FAILED_SIGN_INS_PER_MINUTE,
        deviceOf: knownDevices(config.ACCESS_TOKEN_SECRET)
      },
      connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
      trustedProxies: config.TRUSTED_PROXIES,
      compress: true,
      authenticate: provingLife(access.authenticate, beats),
      notReady: () => [
        ...(broker.ready() ? [] : ['broker']),
        ...(roster.ready() ? [] : ['directory']),
        ...(standing.welcome() ? [] : ['presence']),
        ...(stopping ? ['another gateway: this one is about to stop'] : [])
      ],
      logger
    })
  )
  const views = viewsOf(owners, roster)
  const standing = stack.use(
    watchStanding({ beats, informed: broker.ready, onLost: () => void sockets.sendAway(AWAY_WITHIN_MS), logger })
  )
  const sockets = stack.use(
    openSockets({
      ...{ http: http.server, access, views, beats, config, logger },
      gateways: tellGateways(broker, beats.gatewayId, logger),
      admission: admission({ welcome, config, addressOf: http.addressOf })
    })
  )
  stack.use(beats)
  stack.use(subscribe(broker, sockets, roster, standing))
  // not ready first, so that a balancer sends nobody here any more; then agents leave one after the other
  stack.defer(async () => {
    stopping = true
    if (sockets.count() === 0) return
    await pause(config.GATEWAY_DRAIN_MS / 3)
    await sockets.sendAway((config.GATEWAY_DRAIN_MS * 2) / 3)
  })
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const PATIENCE_MS = 1000
const AWAY_WITHIN_MS = 2000

/** Pushes what happens; after a gap everybody gets a snapshot, and another one if directory or presence answer late. */
function subscribe(broker: Broker, sockets: Sockets, roster: Roster, standing: Standing): AsyncDisposable {
  const catchUp = async () => {
    let late = false
    const loaded = roster.load().then(() => {
      if (late) sockets.refreshAll()
    })
    await Promise.race([loaded, pause(PATIENCE_MS)])
    late = true
    sockets.refreshAll()
  }
  const subscription = broker.subscribe({
    handlers: pushes(sockets, roster, standing),
    prefetch: 500,
    onGap: () => void catchUp()
  })
  void broker.whenReady().then(catchUp, catchUp)
  return subscription
}
