import {
  agentChanged,
  cannedReplyChanged,
  channelChanged,
  departmentChanged,
  directoryAudited,
  serviceAccountChanged,
  signInEnded,
  webhookChanged
} from '@inbox/contracts'
import { createOutboundClient, createServiceCallers, outboundGuard, startHttpServer } from '@inbox/http'
import { type Clock, systemClock } from '@inbox/kernel'
import { type Broker, connectBroker } from '@inbox/messaging'
import { startRetention } from '@inbox/runtime'
import { connectMongo } from '@inbox/storage'
import { createLogger, type Logger } from '@inbox/telemetry'
import { createDeviceTokens } from './application/device-tokens.ts'
import { ensureFirstAdministrator } from './application/ensure-first-administrator.ts'
import { finishHandOvers } from './application/hand-over.ts'
import { createMintAccessToken } from './application/mint-access-token.ts'
import { createPasswords, type Passwords } from './application/passwords.ts'
import { createPushOffers } from './application/push-offers.ts'
import { createRemoveOldAudit } from './application/remove-old-audit.ts'
import { sealStoredSettings } from './application/seal-stored-settings.ts'
import { createSealer } from './application/sealer.ts'
import { createReportRefusal } from './application/sign-in-audit.ts'
import { createSignInByOidc } from './application/sign-in-by-oidc.ts'
import { createSignInByPassword } from './application/sign-in-by-password.ts'
import { createSignInRateLimiter } from './application/sign-in-rate-limiter.ts'
import { createSignInSessions } from './application/sign-in-sessions.ts'
import { type Config, oidcConfigOf, vapidOf } from './config.ts'
import { routes } from './inbound/http.ts'
import { audits, offers } from './inbound/messages.ts'
import { createIdentityProvider } from './outbound/identity-provider.ts'
import { createSendPush, type Vapid } from './outbound/push-service.ts'
import { openStores, type Stores } from './store/open-stores.ts'

const published = [
  ...[departmentChanged, agentChanged, channelChanged, cannedReplyChanged, webhookChanged],
  ...[serviceAccountChanged, directoryAudited, signInEnded]
]

/** Departments, agents, channels, webhooks and sign-in. */
export async function start(config: Config, clock: Clock = systemClock): Promise<AsyncDisposable & { url: string }> {
  await using stack = new AsyncDisposableStack()
  const logger = createLogger('directory', config.LOG_LEVEL)
  const mongo = stack.use(
    await connectMongo({
      url: config.MONGODB_URL,
      database: `${config.MONGODB_DATABASE_PREFIX}_directory`,
      logger,
      owns: true
    })
  )
  const broker = stack.use(
    connectBroker({
      url: config.RABBITMQ_URL,
      service: 'directory',
      needs: mongo,
      publishes: published,
      logger
    })
  )
  const stores = stack.use(await openStores({ mongo, publish: broker.publish, clock, logger }))
  stack.use(broker.consume(audits(stores.audit, stores.channels)))
  stack.use(notifications({ config, broker, stores, clock, logger }))

  const passwords = createPasswords(config.PASSWORD_HASH_COST)

  const sealer = createSealer(config.SETTINGS_KEY)
  await sealStoredSettings(stores, sealer, logger)
  await finishHandOvers(stores)
  const firstAdministrator = { email: config.ADMIN_EMAIL, password: config.ADMIN_PASSWORD }
  // printed whatever the log level: without it nobody could ever sign in
  await ensureFirstAdministrator(stores.agents, passwords, firstAdministrator, line =>
    process.stderr.write(`${line}\n`)
  )

  const { RETENTION_AUDIT_DAYS: days } = config
  const notRemoved = (error: unknown) =>
    logger.warn({ err: error }, 'removing old entries from the audit log failed; will retry')
  if (days) stack.use(startRetention(createRemoveOldAudit({ audit: stores.audit, clock, logger, days }), notRemoved))
  const http = stack.use(
    await startHttpServer({
      port: config.DIRECTORY_PORT,
      host: config.HOST,
      metricsPort: config.METRICS_PORT,
      routes: routes({
        stores,
        sealer,
        clock,
        mayReach: outboundGuard(config.OUTBOUND_ALLOWED_NETWORKS),
        passwords,
        vapid: vapidOf(config),
        ...createSignIn({ config, stores, passwords, clock, logger })
      }),
      authenticate: createServiceCallers(config.SERVICE_TOKEN_SECRET, config.SERVICE_AUTH),
      notReady: () => [...(broker.ready() ? [] : ['broker']), ...(mongo.ready() ? [] : ['database'])],
      logger
    })
  )
  logger.info({ url: http.url }, 'listening')
  const kept = stack.move()
  return { url: http.url, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

/** Notifies browsers. Without a key it consumes and ignores offers: a broker queue that nobody reads would fill up. */
function notifications({ config, broker, stores, clock, logger }: Omit<SignInParts, 'passwords'> & { broker: Broker }) {
  const stack = new AsyncDisposableStack()
  const vapid = vapidOf(config)
  const { pushSubscriptions: subscriptions, signIns } = stores
  const pushOf = (known: Vapid) => {
    const send = createSendPush(stack.use(createOutboundClient(config.OUTBOUND_ALLOWED_NETWORKS)), known)
    return createPushOffers({ subscriptions, signIns, send, clock, logger })
  }
  stack.use(broker.consume(offers(vapid ? pushOf(vapid) : async () => undefined)))
  return stack
}

interface SignInParts {
  config: Config
  stores: Stores
  passwords: Passwords
  clock: Clock
  logger: Logger
}

function createSignIn({ config, stores, passwords, clock, logger }: SignInParts) {
  const { agents, signIns, attempts, audit, signInFlows: flows } = stores
  const devices = createDeviceTokens(config.ACCESS_TOKEN_SECRET)
  const sessions = createSignInSessions({
    agents,
    signIns,
    devices,
    mintAccessToken: createMintAccessToken(config.ACCESS_TOKEN_SECRET, config.ACCESS_TOKEN_SECONDS),
    accessTokenSeconds: config.ACCESS_TOKEN_SECONDS,
    refreshTokenSeconds: config.REFRESH_TOKEN_SECONDS,
    clock,
    logger
  })
  const oidc = oidcConfigOf(config)
  const provider =
    oidc &&
    createIdentityProvider(oidc, error => logger.warn({ err: error }, "the identity provider's response is not valid"))
  const rateLimiter = createSignInRateLimiter(attempts, clock)
  const common = { agents, sessions, devices, reportRefusal: createReportRefusal(audit, logger), clock }
  return {
    sessions,
    signInByPassword: createSignInByPassword({ ...common, passwords, rateLimiter }),
    signInByOidc: createSignInByOidc({ ...common, provider, flows })
  }
}
