import { baseConfig, mongoConfig, port, readEnvironment } from '@inbox/runtime'
import { z } from 'zod'

export const readConfig = (env?: NodeJS.ProcessEnv) =>
  readEnvironment(
    {
      ...baseConfig,
      ...mongoConfig,
      SESSION_EXPIRY_PORT: port(4104),
      QUEUE_URL: z.url().default('http://127.0.0.1:4102'),
      /** How long before a window's end the warning that it expires soon is published; 0 = never. */
      EXPIRES_SOON_MS: z.coerce.number().int().min(0).max(2_000_000_000).default(3_600_000),
      /** How long the queue may take to act on an expiry before it is published again. */
      EXPIRY_CONFIRM_MS: z.coerce.number().int().min(100).default(30_000)
    },
    env
  )

export type Config = ReturnType<typeof readConfig>
