import type { Logger } from '@inbox/telemetry'
import { Redis } from 'ioredis'

export { Redis } from 'ioredis'

export interface RedisOptions {
  url: string
  logger: Logger
  /** For connections that wait in a blocking command: no command time-out, endless retries. */
  blocking?: boolean
}

/** A connection that fails fast (0.5 s) instead of queueing commands while Redis is away, and reconnects by itself. */
export function connectRedis({ url, logger, blocking = false }: RedisOptions): Redis {
  const redis = new Redis(url, {
    replyMapping: 'legacy',
    connectTimeout: 1000,
    retryStrategy: tries => Math.min(50 * 2 ** tries, 1000),
    ...(blocking
      ? { maxRetriesPerRequest: null }
      : { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 500 })
  })
  redis.on('error', error => logger.warn({ err: error }, 'redis connection failed'))
  return redis
}
