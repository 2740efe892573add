import { channelKind } from '@inbox/contracts'
import {
  baseConfig,
  days,
  list,
  mediaConfig,
  mongoConfig,
  port,
  publicConfig,
  readEnvironment,
  secrets
} from '@inbox/runtime'
import { z } from 'zod'

export const readConfig = () =>
  readEnvironment({
    ...baseConfig,
    ...mongoConfig,
    ...publicConfig,
    ...mediaConfig,
    CHANNEL_ADAPTERS_PORT: port(4107),
    /** The kinds of channels that this process serves, separated by commas; all unless set. */
    CHANNEL_KINDS: list.pipe(z.array(channelKind).min(1)).default([...channelKind.options]),
    CHANNEL_INGEST_URL: z.url().default('http://127.0.0.1:4101'),
    QUEUE_URL: z.url().default('http://127.0.0.1:4102'),
    DIRECTORY_URL: z.url().default('http://127.0.0.1:4106'),
    /** Where this process reaches media, to read files that are sent. */
    MEDIA_URL: z.url().default('http://127.0.0.1:4108'),
    /** Where websites load the web chat from. Default: this process at HOST. */
    ADAPTERS_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Signs the tokens with which web chat visitors come back. */
    VISITOR_TOKEN_SECRET: secrets,
    /** Visitors not connected for this long have left. */
    VISITOR_GONE_MS: z.coerce.number().int().min(1000).default(60_000),
    /** New connections per second from one address, averaged over ten seconds. */
    VISITOR_CONNECTIONS_PER_SECOND: z.coerce.number().positive().default(50),
    /** Per visitor; ten times as many per address. */
    VISITOR_MESSAGES_PER_MINUTE: z.coerce.number().int().positive().default(60),
    /** Per visitor; ten times as many per address. */
    VISITOR_UPLOADS_PER_MINUTE: z.coerce.number().int().positive().default(20),
    /** Per file of a visitor. */
    VISITOR_UPLOAD_MAX_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .default(25 * 1024 ** 2),
    /** Internal networks in which channels may be called: addresses, networks, `loopback`, `uniquelocal`. */
    OUTBOUND_ALLOWED_NETWORKS: list.default([]),
    /** How long providers' raw payloads are kept. */
    RAW_PAYLOAD_DAYS: z.coerce.number().positive().max(3650).default(30),
    /** How long the webhook log keeps deliveries after their end: 30 days, or less. */
    RETENTION_WEBHOOK_LOG_DAYS: days.max(30).optional(),
    /** How long a process making an attempt counts as alive; an attempt is aborted after half of it. */
    DELIVERY_LEASE_MS: z.coerce.number().int().min(1000).default(60_000),
    /** The folder of the built web chat widget. */
    WIDGET_PATH: z.string().default('services/webchat-widget/dist')
  })

export type Config = ReturnType<typeof readConfig>
