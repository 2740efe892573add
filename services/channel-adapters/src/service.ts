import { channelAccessAudited } from '@inbox/contracts'
import { type DeliveriesOptions, type Delivery, openDeliveries } from '@inbox/delivery'
import { createClient, createMediaAddresses, createOutboundClient, startHttpServer } from '@inbox/http'
import { type Broker, connectBroker, createAuditReads, follow } from '@inbox/messaging'
import { connectMongo, type Mongo, startDatabaseClock } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { createDeliver } from './application/deliver.ts'
import { createForgetContact } from './application/forget-contact.ts'
import { createSend } from './application/send.ts'
import { createTestChannel } from './application/test-channel.ts'
import { createWatchChannels, type WatchChannels } from './application/watch-channels.ts'
import { type Channels, openChannels } from './channels/channels.ts'
import type { Config } from './config.ts'
import type { DeliveryEnvelope } from './domain/delivery.ts'
import { ratingTokenOf } from './domain/rating-link.ts'
import { auditOf } from './inbound/audit.ts'
import { createCallers } from './inbound/callers.ts'
import { routes } from './inbound/http.ts'
import { attention, changes, erasures, requestsOf } from './inbound/messages.ts'
import { ratingPages } from './inbound/rating-pages.ts'
import { startWebhooks } from './inbound/webhooks.ts'
import { channelAccounts } from './outbound/channel-accounts.ts'
import { createIngest } from './outbound/ingest.ts'
import { entriesOf, published } from './outbound/reports.ts'
import { type ChannelStateDocument, openChannelStates } from './store/channel-states.ts'
import { type ErasedDocument, openErased } from './store/erased.ts'
import { openPayloads, type PayloadDocument } from './store/payloads.ts'

/** Runs our own channels: brings in what contacts do, and sends answers; any number of processes may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('channel-adapters', config.LOG_LEVEL)
  const database = `${config.MONGODB_DATABASE_PREFIX}_channel_adapters`
  const mongo = stack.use(await connectMongo({ url: config.MONGODB_URL, database, logger, owns: true }))
  const clock = stack.use(await startDatabaseClock(mongo, logger))
  const requests = requestsOf(config.CHANNEL_KINDS)
  const broker = stack.use(
    connectBroker({ ...brokered, url: config.RABBITMQ_URL, keeps: requests.left, needs: mongo, logger })
  )
  const clientOf = clientsOf(config)
  const accounts = stack.use(channelAccounts(clientOf(config.DIRECTORY_URL), logger))
  const states = openChannelStates(mongo.collection<ChannelStateDocument>('channels'))
  const watch = createWatchChannels({ states, accounts, publish: broker.publish, clock, logger })
  const [days, secrets] = [config.RAW_PAYLOAD_DAYS, config.VISITOR_TOKEN_SECRET]
  const erased = await openErased(mongo.collection<ErasedDocument>('erased'), { days, secrets })
  const audit = auditOf(stack.use(createAuditReads({ broker, type: channelAccessAudited, clock, logger })))
  const payloads = await openPayloads(mongo.collection<PayloadDocument>('payloads'), days, erased)
  const addresses = createMediaAddresses(config.MEDIA_PUBLIC_URL, config.MEDIA_SECRET)
  const publicUrl = config.ADAPTERS_PUBLIC_URL ?? `http://${config.HOST}:${config.CHANNEL_ADAPTERS_PORT}`
  const client = stack.use(createOutboundClient(config.OUTBOUND_ALLOWED_NETWORKS))
  const calls = { ingest: createIngest(clientOf(config.CHANNEL_INGEST_URL)), queue: clientOf(config.QUEUE_URL) }
  const pages = ratingPages({ ...calls, secrets: config.VISITOR_TOKEN_SECRET, clock, logger })
  const channels = await openChannels({
    accounts,
    payloads,
    erased,
    audit,
    addresses,
    mongo,
    clock,
    logger,
    config,
    publicUrl,
    seen: watch.seen,
    ...calls,
    client,
    // not called before everything is assembled
    confirm: (id, ending) => deliveries.confirm(id, ending),
    follow: (subscription, again) => follow(broker, subscription, again)
  })
  const known = { states, accounts, channels, payloads, audit }
  const served = [...channels].filter(([kind]) => config.CHANNEL_KINDS.includes(kind)).map(([, channel]) => channel)
  const deliveries = stack.use(
    await openAnswers(config, { accounts, channels, addresses, watch, mongo, broker, publicUrl, clock, logger })
  )
  stack.use(follow(broker, changes({ accounts, channels, deliveries, watch }), accounts.refresh))
  const deliver = createDeliver({ channels, accounts, deliveries, publish: broker.publish, clock, logger })
  const forget = createForgetContact({ deliveries, erased, payloads, channels })
  for (const each of [...requests.served(deliver), ...attention(config.CHANNEL_KINDS, channels), erasures(forget)])
    stack.use(broker.consume(each))
  const webhooks = stack.use(
    await startWebhooks({
      ...{ directory: clientOf(config.DIRECTORY_URL), broker, mongo, client, addresses, clock, logger },
      ...{ leaseMs: config.DELIVERY_LEASE_MS, days: config.RETENTION_WEBHOOK_LOG_DAYS }
    })
  )
  const http = stack.use(
    await startHttpServer({
      ...listening(config),
      routes: [
        ...routes({ ...known, deliveries, publicUrl, test: createTestChannel(accounts, channels) }),
        ...webhooks.routes,
        ...[...channels.values()].flatMap(({ routes: own = [] }) => own)
      ],
      extend: app => void [{ extend: pages }, ...served].map(({ extend }) => extend?.(app)),
      compress: true,
      authenticate: createCallers(accounts, config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => notReady({ broker, database: mongo }),
      logger
    })
  )
  for (const { run } of served) if (run) stack.use(await run(http))
  logger.info({ url: http.url, kinds: config.CHANNEL_KINDS }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

type Parts = Omit<Parameters<typeof createSend>[0], 'ratingUrl'> &
  Pick<DeliveriesOptions<DeliveryEnvelope>, 'logger'> & {
    watch: WatchChannels
    mongo: Pick<Mongo, 'collection'>
    broker: Pick<Broker, 'publish'>
    publicUrl: string
  }

/** Agents' answers on their way to the providers. */
const openAnswers = (config: Config, { watch, mongo, broker, logger, publicUrl, ...parts }: Parts) =>
  openDeliveries({
    collection: mongo.collection<Delivery<DeliveryEnvelope>>('deliveries'),
    send: createSend({ ...parts, ratingUrl: ratingUrlOf(publicUrl, config) }),
    kinds: config.CHANNEL_KINDS,
    ...rulesOf(parts.channels),
    entriesOf,
    onHealth: (channelId, health) => watch.seen(channelId, 'sending', health),
    types: published,
    publish: broker.publish,
    clock: parts.clock,
    logger,
    leaseMs: config.DELIVERY_LEASE_MS
  })

const brokered = { service: 'channel-adapters', publishes: published } as const

const clientsOf = (config: Config) => (baseUrl: string) =>
  createClient({ baseUrl, service: 'channel-adapters', secret: config.SERVICE_TOKEN_SECRET })

/** The page where a contact can rate a conversation. */
const ratingUrlOf =
  (publicUrl: string, { VISITOR_TOKEN_SECRET: secrets }: Config) =>
  (conversationId: string) =>
    new URL(`/rate/${ratingTokenOf(conversationId, secrets)}`, publicUrl).href

/** Where calls are accepted, and from whom. */
const listening = (config: Config) => ({
  port: config.CHANNEL_ADAPTERS_PORT,
  host: config.HOST,
  metricsPort: config.METRICS_PORT,
  connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
  trustedProxies: config.TRUSTED_PROXIES
})

const notReady = (parts: Record<string, { ready(): boolean }>) =>
  Object.entries(parts).flatMap(([name, part]) => (part.ready() ? [] : [name]))

type Sent = Pick<Delivery<DeliveryEnvelope>, 'payload'>

/** The kinds' rules about how often one answer may be sent. */
const rulesOf = (channels: Channels) => ({
  isIdempotent: ({ payload }: Sent) => channels.get(payload.data.channel.kind)?.idempotent ?? false,
  confirmedWithinMs: ({ payload }: Sent) => channels.get(payload.data.channel.kind)?.confirmedWithinMs ?? 0
})
