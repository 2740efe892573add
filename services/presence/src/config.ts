import { baseConfig, mongoConfig, port, readEnvironment } from '@inbox/runtime'
import { z } from 'zod'

const ms = (standard: number) => z.coerce.number().int().min(1).max(2_000_000_000).default(standard)

export const readConfig = (env?: NodeJS.ProcessEnv) =>
  readEnvironment(
    {
      ...baseConfig,
      ...mongoConfig,
      PRESENCE_PORT: port(4105),
      REDIS_URL: z.string().min(1),
      REDIS_PREFIX: z.string().max(60).default('inbox:'),
      /** Number of shards that agents are spread over; fixed once there is data. */
      PRESENCE_SHARDS: z.coerce.number().int().min(1).max(256).default(8),
      /** Silence longer than this demotes. */
      PRESENCE_TIMEOUT_MS: ms(30_000),
      /** Silence longer than this logs out. */
      PRESENCE_LOGOUT_MS: ms(300_000),
      /** How often gateways post. */
      PRESENCE_BATCH_MS: ms(1000)
    },
    env
  )

export type Config = ReturnType<typeof readConfig>
