import { type Delivery, openDeliveries } from '@inbox/delivery'
import { createMediaAddresses, createOutboundClient, createServiceCallers, startHttpServer } from '@inbox/http'
import { connectBroker } from '@inbox/messaging'
import { connectMongo, startDatabaseClock } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { copyOf, createCopyMedia } from './application/copy-media.ts'
import { createForgetCopies } from './application/forget-copies.ts'
import { createMakeThumbnail } from './application/make-thumbnail.ts'
import { createRemoveUnnamed } from './application/remove-unnamed.ts'
import { createUpload } from './application/upload.ts'
import type { Config } from './config.ts'
import type { CopyRequest } from './domain/copy.ts'
import { routes } from './inbound/http.ts'
import { copies, erasures, namings } from './inbound/messages.ts'
import { startStoreWatch, startTimers } from './inbound/timers.ts'
import { entriesOf, published } from './outbound/copies.ts'
import { type MediaDocument, openMedia } from './store/media.ts'
import { openBytes } from './store/open-bytes.ts'

/** Stores the files of messages; any number of processes may run. */
export async function start(config: Config): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const logger = createLogger('media', config.LOG_LEVEL)
  const database = `${config.MONGODB_DATABASE_PREFIX}_media`
  const mongo = stack.use(await connectMongo({ url: config.MONGODB_URL, database, logger, owns: true }))
  const clock = stack.use(await startDatabaseClock(mongo, logger))
  const broker = stack.use(
    connectBroker({ url: config.RABBITMQ_URL, service: 'media', publishes: published, needs: mongo, logger })
  )
  const media = await openMedia(mongo.collection<MediaDocument>('media'))
  const bytes = await openBytes(config)
  const store = stack.use(startStoreWatch(bytes, logger))
  const { MEDIA_MAX_BYTES: maxBytes, MEDIA_UNNAMED_MS: unnamedMs } = config
  const upload = createUpload({
    media,
    bytes,
    thumbnail: createMakeThumbnail(bytes),
    clock,
    maxBytes,
    unnamedMs,
    logger
  })
  stack.use(startTimers(createRemoveUnnamed({ media, bytes, clock, logger }), unnamedMs, logger))
  const client = stack.use(createOutboundClient(config.OUTBOUND_ALLOWED_NETWORKS))
  const copying = stack.use(
    await openDeliveries({
      collection: mongo.collection<Delivery<CopyRequest>>('copies'),
      send: createCopyMedia(client, upload),
      // an orphaned copy is removed after a day
      isIdempotent: () => true,
      entriesOf,
      types: published,
      publish: broker.publish,
      clock,
      logger,
      leaseMs: 2 * config.MEDIA_COPY_MS
    })
  )
  stack.use(broker.consume(namings(media, clock)))
  stack.use(broker.consume(copies(asked => copying.add(copyOf(asked, clock)))))
  stack.use(broker.consume(erasures(createForgetCopies(copying))))
  const http = stack.use(
    await startHttpServer({
      port: config.MEDIA_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      connectionsPerAddress: config.CONNECTIONS_PER_ADDRESS,
      trustedProxies: config.TRUSTED_PROXIES,
      routes: routes({
        upload,
        media,
        bytes,
        client,
        clock,
        unnamedMs,
        addresses: createMediaAddresses('http://localhost', config.MEDIA_SECRET)
      }),
      authenticate: createServiceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => [
        ...(broker.ready() ? [] : ['broker']),
        ...(mongo.ready() ? [] : ['database']),
        ...(store.ready() ? [] : ['file store'])
      ],
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  return { url: http.url, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
