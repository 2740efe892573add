import { baseConfig, list, mongoConfig, port, publicConfig, readEnvironment } from '@inbox/runtime'
import { z } from 'zod'

export const readConfig = () =>
  readEnvironment({
    ...baseConfig,
    ...mongoConfig,
    ...publicConfig,
    CHANNEL_ADAPTERS_PORT: port(4107),
    DIRECTORY_URL: z.url().default('http://127.0.0.1:4106'),
    /** Networks of one's own that channels may be called in: addresses, networks, `loopback`, `uniquelocal`. */
    OUTBOUND_ALLOWED_NETWORKS: list.default([]),
    /** How long a process that tries counts as alive; an attempt is given up after half of it. */
    DELIVERY_LEASE_MS: z.coerce.number().int().min(1000).default(60_000),
    /** The folder of the built chat for websites. */
    WIDGET_PATH: z.string().default('services/webchat-widget/dist')
  })

export type Config = ReturnType<typeof readConfig>
