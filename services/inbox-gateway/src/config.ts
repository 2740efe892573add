import { baseConfig, mediaConfig, port, publicConfig, readEnvironment, secrets } from '@inbox/runtime'
import { z } from 'zod'

const list = z.string().transform(text => text.split(',').filter(Boolean))

export const readConfig = () =>
  readEnvironment({
    ...baseConfig,
    ...publicConfig,
    INBOX_GATEWAY_PORT: port(4100),
    QUEUE_URL: z.url().default('http://127.0.0.1:4102'),
    DISTRIBUTION_URL: z.url().default('http://127.0.0.1:4103'),
    PRESENCE_URL: z.url().default('http://127.0.0.1:4105'),
    DIRECTORY_URL: z.url().default('http://127.0.0.1:4106'),
    CHANNEL_ADAPTERS_URL: z.url().default('http://127.0.0.1:4107'),
    MEDIA_URL: z.url().default('http://127.0.0.1:4108'),
    ...mediaConfig,
    ACCESS_TOKEN_SECRET: secrets,
    /** How long a socket whose access token has expired has to present a new one. */
    ACCESS_TOKEN_GRACE_SECONDS: z.coerce.number().min(0).default(30),
    PRESENCE_PING_MS: z.coerce.number().int().min(50).default(3000),
    /** The silence after a ping that ends a connection; agents count as silent long before. */
    SOCKET_PING_TIMEOUT_MS: z.coerce.number().int().min(50).default(20_000),
    /** Calls per second allowed to one agent, averaged over ten seconds. */
    GATEWAY_CALLS_PER_SECOND: z.coerce.number().positive().default(500),
    /** Calls per second allowed to one service account, averaged over ten seconds. */
    GATEWAY_CALLS_PER_SECOND_PER_SERVICE_ACCOUNT: z.coerce.number().positive().default(100),
    /** The same for all calls from one address, which many agents may share. */
    GATEWAY_CALLS_PER_SECOND_PER_ADDRESS: z.coerce.number().positive().default(2000),
    /** New connections per second from one address, averaged over ten seconds: a whole office may reconnect at once. */
    GATEWAY_CONNECTIONS_PER_SECOND: z.coerce.number().positive().default(500),
    /** Refused sign-ins per minute allowed to one address, whatever names and passwords are tried. */
    GATEWAY_FAILED_SIGN_INS_PER_MINUTE: z.coerce.number().int().positive().default(120),
    /** How long a response or a push may wait for a client that reads nothing. */
    GATEWAY_STALLED_MS: z.coerce.number().int().min(50).default(30_000),
    /** How long agents have to move to other gateways after the signal to stop. */
    GATEWAY_DRAIN_MS: z.coerce.number().int().min(0).max(6000).default(3000),
    /** Other origins whose pages may call, separated by commas. */
    CORS_ORIGINS: list.default([]).pipe(z.array(z.url())),
    /** The folder of the built web app. */
    WEB_PATH: z.string().default('services/inbox-web/dist'),
    /** The folder of the reference generated from the contracts. */
    REFERENCE_PATH: z.string().default('docs/reference')
  })

export type Config = ReturnType<typeof readConfig>
