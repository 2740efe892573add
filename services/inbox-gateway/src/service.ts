import {
  changeMyPassword,
  login,
  type Message,
  previewsChanged,
  refresh,
  typingSeen,
  withoutRaw
} from '@inbox/contracts'
import { type Caller, createAdmission, createMediaAddresses, isProgram, startHttpServer } from '@inbox/http'
import { connectBroker, follow } from '@inbox/messaging'
import { pause } from '@inbox/runtime'
import { createLogger } from '@inbox/telemetry'
import { createAccess } from './application/access.ts'
import { createCatchUp } from './application/catch-up.ts'
import { createGatewayHealth } from './application/gateway-health.ts'
import { createPreviews } from './application/previews.ts'
import type { Config } from './config.ts'
import { provingLife } from './inbound/calls-of-pages.ts'
import { routes } from './inbound/http.ts'
import { createKnownDevices } from './inbound/known-devices.ts'
import { events } from './inbound/messages.ts'
import { pages } from './inbound/pages.ts'
import { createSlowReaders } from './inbound/slow-readers.ts'
import { socketServer } from './inbound/socket-server.ts'
import { startSockets } from './inbound/sockets.ts'
import { REPEAT_PREVIEWS_MS, timers } from './inbound/timers.ts'
import { startAgentsReplica } from './outbound/agents.ts'
import { startBeats } from './outbound/beats.ts'
import { createNotifyGateways } from './outbound/notify-gateways.ts'
import { createOwners, publicForwards } from './outbound/owners.ts'
import { createPush } from './outbound/push.ts'
import { startServiceAccountUses } from './outbound/service-account-uses.ts'
import { createServiceAccounts } from './outbound/service-accounts.ts'
import { createViews } from './outbound/views.ts'

/** Authorises, forwards and pushes. It decides nothing and stores nothing, so any number may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('inbox-gateway', config.LOG_LEVEL)
  const owners = createOwners(config)
  const serviceAccounts = createServiceAccounts()
  const agents = stack.use(startAgentsReplica(owners, serviceAccounts, logger))
  const { used } = stack.use(startServiceAccountUses(owners.directory, logger))
  const access = createAccess({ secrets: config.ACCESS_TOKEN_SECRET, agents, serviceAccounts, used })
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'inbox-gateway',
      publishes: [previewsChanged, typingSeen],
      logger
    })
  )
  const beats = startBeats(owners.presence, config.PRESENCE_PING_MS, logger)
  const health = createGatewayHealth(beats, broker.ready, logger)
  let stopping = false
  const welcome = () => agents.ready() && health.welcome() && !stopping
  const http = stack.use(
    await startHttpServer({
      port: config.INBOX_GATEWAY_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes({ owners, access, agents, beats, welcome, config, logger }),
      forwards: publicForwards(config),
      extend: pages(config),
      otherOrigins: config.CORS_ORIGINS,
      callsPerSecond: callsPerSecond(config),
      callsPerSecondPerAddress: config.GATEWAY_CALLS_PER_SECOND_PER_ADDRESS,
      guarded: {
        operations: [login, refresh, changeMyPassword],
        refusalsPerMinute: config.GATEWAY_FAILED_SIGN_INS_PER_MINUTE,
        deviceOf: createKnownDevices(config.ACCESS_TOKEN_SECRET)
      },
      connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
      trustedProxies: config.TRUSTED_PROXIES,
      stalledMs: config.GATEWAY_STALLED_MS,
      compress: true,
      authenticate: provingLife(access.authenticate, beats),
      notReady: () => [
        ...(broker.ready() ? [] : ['broker']),
        ...(agents.ready() ? [] : ['directory']),
        ...(health.welcome() ? [] : ['presence']),
        ...(stopping ? ['shutting down'] : [])
      ],
      logger
    })
  )
  const admitted = createAdmission({
    welcome,
    addressOf: http.addressOf,
    otherOrigins: config.CORS_ORIGINS,
    connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
    connectionsPerSecond: config.GATEWAY_CONNECTIONS_PER_SECOND
  })
  const io = stack.use(socketServer({ http: http.server, access, admission: admitted, config }))
  const push = createPush(io)
  const views = createViews(owners, agents)
  const { gatewayId } = beats
  const gateways = createNotifyGateways(broker, gatewayId, logger)
  const previews = createPreviews({ push, views, gateways, gatewayId, repeatMs: REPEAT_PREVIEWS_MS })
  const graceSeconds = config.ACCESS_TOKEN_GRACE_SECONDS
  const sockets = startSockets({ io, access, views, previews, beats, graceSeconds, logger })
  // a last true report to presence before we close the sockets, which says nothing about the agents
  stack.use(beats)
  const slow = createSlowReaders(io, config.GATEWAY_STALLED_MS, logger)
  stack.use(timers({ health, previews, sockets, slow, logger }))
  stack.use(
    follow(
      broker,
      events({ push, sockets, previews, agents, serviceAccounts, health, shown: showing(config) }),
      createCatchUp(agents, sockets.refreshAll)
    )
  )
  // first not ready, so that a balancer stops sending agents here; then agents leave one after another
  stack.defer(async () => {
    stopping = true
    if (sockets.count() === 0) return
    await pause(config.GATEWAY_DRAIN_MS / 3)
    await sockets.sendAway((config.GATEWAY_DRAIN_MS * 2) / 3)
  })
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const callsPerSecond = (config: Config) => (caller: Caller) =>
  isProgram(caller) ? config.GATEWAY_CALLS_PER_SECOND_PER_SERVICE_ACCOUNT : config.GATEWAY_CALLS_PER_SECOND

function showing({ MEDIA_PUBLIC_URL, MEDIA_SECRET }: Config) {
  const addresses = createMediaAddresses(MEDIA_PUBLIC_URL, MEDIA_SECRET)
  return <Told extends { message: Message }>(told: Told): Told => ({
    ...told,
    message: addresses.inMessage(withoutRaw(told.message), new Date())
  })
}
