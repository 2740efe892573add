import { baseConfig, port, publicConfig, readEnvironment } from '@inbox/runtime'
import { z } from 'zod'

export const readConfig = () =>
  readEnvironment({
    ...baseConfig,
    ...publicConfig,
    CHANNEL_INGEST_PORT: port(4101),
    DIRECTORY_URL: z.url().default('http://127.0.0.1:4106'),
    MEDIA_URL: z.url().default('http://127.0.0.1:4108'),
    /** Calls per second that one channel may make, averaged over ten seconds. */
    INGEST_CALLS_PER_SECOND: z.coerce.number().positive().default(10_000),
    /** The same for all calls from one address, where many adapters may run. */
    INGEST_CALLS_PER_SECOND_PER_ADDRESS: z.coerce.number().positive().default(20_000)
  })

export type Config = ReturnType<typeof readConfig>
