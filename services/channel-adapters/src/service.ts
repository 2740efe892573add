import type { Message } from '@inbox/contracts'
import { type Delivery, openDeliveries } from '@inbox/delivery'
import {
  createAdmission,
  createClient,
  createMediaAddresses,
  createOutboundClient,
  createServiceCallers,
  startHttpServer
} from '@inbox/http'
import { connectBroker, follow } from '@inbox/messaging'
import { newId } from '@inbox/runtime'
import { connectMongo, startDatabaseClock } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { createDeliver } from './application/deliver.ts'
import { createSend } from './application/send.ts'
import { createTestChannel } from './application/test-channel.ts'
import { createWatchChannels } from './application/watch-channels.ts'
import { channels } from './channels/channels.ts'
import { startDepartures } from './channels/webchat/departures.ts'
import { visitorEvents } from './channels/webchat/events.ts'
import { createInbox } from './channels/webchat/inbox.ts'
import { widgetSite } from './channels/webchat/site.ts'
import { startVisitorSockets } from './channels/webchat/sockets.ts'
import { createVisitorTokens } from './channels/webchat/visitor-token.ts'
import type { Config } from './config.ts'
import type { Asked } from './domain/delivery.ts'
import { routes } from './inbound/http.ts'
import { changes, requests } from './inbound/messages.ts'
import { channelAccounts } from './outbound/channel-accounts.ts'
import { entriesOf, published } from './outbound/reports.ts'
import { type ChannelStateDocument, openChannelStates } from './store/channel-states.ts'
import { openVisits, type VisitDocument } from './store/visits.ts'
import { openWidgets, type WidgetDocument } from './store/widgets.ts'

/** Brings answers to the providers of their channels; any number of processes may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('channel-adapters', config.LOG_LEVEL)
  const database = `${config.MONGODB_DATABASE_PREFIX}_channel_adapters`
  const mongo = stack.use(await connectMongo({ url: config.MONGODB_URL, database, logger }))
  const clock = stack.use(await startDatabaseClock(mongo, logger))
  const broker = stack.use(
    connectBroker({ url: config.RABBITMQ_URL, service: 'channel-adapters', publishes: published, needs: mongo, logger })
  )
  const clientOf = (baseUrl: string) =>
    createClient({ baseUrl, service: 'channel-adapters', secret: config.SERVICE_TOKEN_SECRET })
  const accounts = stack.use(channelAccounts(clientOf(config.DIRECTORY_URL), logger))
  const client = stack.use(createOutboundClient(config.OUTBOUND_ALLOWED_NETWORKS))
  const { publish } = broker
  const states = openChannelStates(mongo.collection<ChannelStateDocument>('channels'))
  const watch = createWatchChannels({ states, accounts, publish, clock, logger })
  const addresses = createMediaAddresses(config.MEDIA_PUBLIC_URL, config.MEDIA_SECRET)
  const show = (message: Message) => addresses.inMessage(message, clock.now())
  const deliveries = stack.use(
    await openDeliveries({
      collection: mongo.collection<Delivery<Asked>>('deliveries'),
      send: createSend(accounts, { client, clock }, addresses),
      isIdempotent: ({ payload }) => channels[payload.data.channel.kind]?.idempotent ?? false,
      entriesOf,
      onHealth: watch.seen,
      types: published,
      publish,
      clock,
      logger,
      leaseMs: config.DELIVERY_LEASE_MS
    })
  )
  stack.use(follow(broker, changes(accounts, deliveries, watch), accounts.refresh))
  stack.use(broker.consume(requests(createDeliver({ deliveries, publish, clock, logger }))))
  const widgets = openWidgets(mongo.collection<WidgetDocument>('widgets'))
  const shown = (channelId: string, origin: string) => {
    const onError = (error: unknown) => logger.warn({ err: error }, 'where a web chat is shown is not stored')
    widgets.shown(channelId, { origin, at: clock.now() }).catch(onError)
  }
  const here = `http://${config.HOST}:${config.CHANNEL_ADAPTERS_PORT}`
  const http = stack.use(
    await startHttpServer({
      port: config.CHANNEL_ADAPTERS_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
      trustedProxies: config.TRUSTED_PROXIES,
      routes: routes({
        ...{ deliveries, states, accounts, widgets },
        test: createTestChannel(accounts, { client, clock }),
        publicUrl: config.ADAPTERS_PUBLIC_URL ?? here
      }),
      extend: widgetSite({ accounts, shown, folder: config.WIDGET_PATH }),
      compress: true,
      authenticate: createServiceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => [...(broker.ready() ? [] : ['broker']), ...(mongo.ready() ? [] : ['database'])],
      logger
    })
  )
  const inbox = createInbox(clientOf(config.CHANNEL_INGEST_URL), clientOf(config.QUEUE_URL))
  const visits = await openVisits(mongo.collection<VisitDocument>('visits'), newId())
  stack.use(startDepartures({ visits, inbox, clock, goneMs: config.VISITOR_GONE_MS, logger }))
  const visitors = stack.use(
    startVisitorSockets({
      ...{ http: http.server, accounts, inbox, visits, clock, logger },
      tokens: createVisitorTokens(config.VISITOR_TOKEN_SECRET),
      admission: createAdmission({
        ...{ welcome: accounts.ready, addressOf: http.addressOf, otherOrigins: [] },
        connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
        connectionsPerSecond: config.VISITOR_CONNECTIONS_PER_SECOND
      })
    })
  )
  stack.use(
    follow(broker, { prefetch: 500, handlers: visitorEvents(visitors.send, show) }, async () => visitors.refreshAll())
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
