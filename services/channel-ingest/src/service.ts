import {
  contactIdentified,
  contactLeft,
  contactTyping,
  editReceived,
  messageEchoed,
  messageReceived,
  ratingReceived,
  reactionReceived,
  revocationReceived,
  statusReceived,
  uploadMedia
} from '@inbox/contracts'
import { createClaimMedia, startHttpServer } from '@inbox/http'
import { connectBroker, follow } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { createReceive } from './application/receive.ts'
import type { Config } from './config.ts'
import { createChannelCallers } from './inbound/channel-callers.ts'
import { routes } from './inbound/http.ts'
import { events } from './inbound/messages.ts'
import { startDirectoryReplica } from './outbound/directory.ts'

/** Accepts channel adapters' messages; stateless, so any number of replicas may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('channel-ingest', config.LOG_LEVEL)
  const { SERVICE_TOKEN_SECRET: secret } = config
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'channel-ingest',
      publishes: [
        messageReceived,
        messageEchoed,
        statusReceived,
        ratingReceived,
        reactionReceived,
        editReceived,
        revocationReceived,
        contactIdentified,
        contactLeft,
        contactTyping
      ],
      logger
    })
  )
  const directory = stack.use(startDirectoryReplica({ baseUrl: config.DIRECTORY_URL, secret, logger }))
  stack.use(follow(broker, events(directory), directory.refresh))
  const claim = createClaimMedia({ baseUrl: config.MEDIA_URL, service: 'channel-ingest', secret })
  const http = stack.use(
    await startHttpServer({
      port: config.CHANNEL_INGEST_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes(createReceive(broker, directory, claim), directory),
      forwards: [{ operation: uploadMedia, to: config.MEDIA_URL, service: 'channel-ingest', secret }],
      callsPerSecond: () => config.INGEST_CALLS_PER_SECOND,
      callsPerSecondPerAddress: config.INGEST_CALLS_PER_SECOND_PER_ADDRESS,
      connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
      trustedProxies: config.TRUSTED_PROXIES,
      authenticate: createChannelCallers(directory, config.SERVICE_TOKEN_SECRET),
      notReady: () => [...(broker.ready() ? [] : ['broker']), ...(directory.ready() ? [] : ['directory'])],
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
