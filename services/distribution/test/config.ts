import type { Isolated } from '@inbox/testing'
import type { Config } from '../src/config.ts'
import type { Neighbours } from './neighbours.ts'

export const SECRET = 'service-token-secret-of-the-tests-123'
export const DRAW_SECRET = 'draw-secret-of-the-tests-1234567890123'

/** Settings for distribution among doubles of its neighbours, with short times. */
export const configFor = (stores: Isolated, { url }: Pick<Neighbours, 'url'>, more: Partial<Config> = {}): Config => ({
  HOST: '127.0.0.1',
  RABBITMQ_URL: stores.rabbitmqUrl,
  MONGODB_URL: stores.mongodbUrl,
  MONGODB_DATABASE_PREFIX: stores.name,
  LOG_LEVEL: (process.env.LOG_LEVEL as Config['LOG_LEVEL']) ?? 'silent',
  NODE_ENV: 'test',
  SERVICE_TOKEN_SECRET: SECRET,
  SERVICE_AUTH: 'required',
  DISTRIBUTION_PORT: 0,
  DIRECTORY_URL: url,
  PRESENCE_URL: url,
  QUEUE_URL: url,
  DRAW_SECRET,
  ROUND_PAUSE_MS: 300,
  OFFER_ANSWER_MS: 500,
  RECONCILE_MS: 30_000,
  ...more
})
