import { deliveryFailed, deliverySent } from '@inbox/contracts'
import { serveHttp, serviceCallers } from '@inbox/http'
import { type Clock, systemClock } from '@inbox/kernel'
import { connectBroker } from '@inbox/messaging'
import { createLogger, type Logger } from '@inbox/telemetry'
import { deliverer } from './application/deliver.ts'
import type { Config } from './config.ts'
import { deliveries } from './inbound/messages.ts'
import { noProvider, type Provider } from './outbound/provider.ts'

interface Surroundings {
  clock?: Clock
  logger?: Logger
  provider?: Provider
}

/** Brings replies to the providers; one process at a time is active, others stand by. */
export async function start(
  config: Config,
  {
    clock = systemClock,
    logger = createLogger('channel-adapters', config.LOG_LEVEL),
    provider = noProvider(logger)
  }: Surroundings = {}
): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'channel-adapters',
      publishes: [deliverySent, deliveryFailed],
      logger
    })
  )
  stack.use(broker.consume(deliveries(deliverer({ publish: broker.publish, provider, clock }))))
  const http = stack.use(
    await serveHttp({
      port: config.CHANNEL_ADAPTERS_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
      trustedProxies: config.TRUSTED_PROXIES,
      routes: [],
      authenticate: serviceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => (broker.ready() ? [] : ['broker']),
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
