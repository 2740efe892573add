import { baseConfig, mongoConfig, port, readEnvironment, secrets } from '@inbox/runtime'
import { z } from 'zod'

export const readConfig = () =>
  readEnvironment({
    ...baseConfig,
    ...mongoConfig,
    DISTRIBUTION_PORT: port(4103),
    DIRECTORY_URL: z.url().default('http://127.0.0.1:4106'),
    PRESENCE_URL: z.url().default('http://127.0.0.1:4105'),
    QUEUE_URL: z.url().default('http://127.0.0.1:4102'),
    /** Key of the random draws: whoever has it can predict and verify them. */
    DRAW_SECRET: secrets,
    /** From a round's last offer to the next round, once everybody eligible has declined or missed the conversation. */
    ROUND_PAUSE_MS: z.coerce.number().int().nonnegative().default(10_000),
    /** An offer that queue has not answered for this long is followed up. */
    OFFER_ANSWER_MS: z.coerce.number().int().positive().default(30_000),
    RECONCILE_MS: z.coerce.number().int().positive().default(30_000)
  })

export type Config = ReturnType<typeof readConfig>
