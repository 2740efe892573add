import { baseConfig, mongoConfig, port, readEnvironment } from '@inbox/runtime'
import { z } from 'zod'

export const readConfig = () =>
  readEnvironment({
    ...baseConfig,
    ...mongoConfig,
    DIRECTORY_PORT: port(4106),
    ACCESS_TOKEN_SECRET: z.string().min(32),
    ACCESS_TOKEN_SECONDS: z.coerce.number().int().positive().default(900),
    REFRESH_TOKEN_SECONDS: z.coerce.number().int().positive().default(1_209_600),
    /** Of the administrator whom the first start creates; without a password one is made up and printed. */
    ADMIN_EMAIL: z.email().default('admin@example.com'),
    ADMIN_PASSWORD: z.string().min(10).max(200).optional()
  })

export type Config = ReturnType<typeof readConfig>
