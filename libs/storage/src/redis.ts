import type { Logger } from '@inbox/telemetry'
import { Cluster, Redis as SingleRedis } from 'ioredis'

/** What services use of Redis, be it one server or a cluster. */
export interface Redis {
  evalsha(sha: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>
  eval(lua: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>
  smembers(key: string): Promise<string[]>
  /** Whether commands are taken. */
  ready(): boolean
  /** Resolves when `ready`. */
  whenReady(): Promise<void>
  disconnect(): void
}

export interface RedisOptions {
  /** `redis://host:port`, or several of them by commas: nodes of a cluster, any of which leads to the others. */
  url: string
  logger: Logger
}

const retry = (tries: number) => Math.min(50 * 2 ** tries, 1000)
const failFast = {
  replyMapping: 'legacy',
  connectTimeout: 1000,
  maxRetriesPerRequest: 1,
  commandTimeout: 500
} as const

/** A connection that fails fast (0.5 s) instead of queueing commands while Redis is away, and reconnects by itself. */
export function connectRedis({ url, logger }: RedisOptions): Redis {
  const urls = url.split(',').map(each => each.trim())
  const client = urls.length > 1 ? connectCluster(urls) : connectOne(urls[0]!)
  client.on('error', error => logger.warn({ err: error }, 'redis connection failed'))
  return {
    evalsha: (sha, keyCount, ...rest) => client.evalsha(sha, keyCount, ...rest),
    eval: (lua, keyCount, ...rest) => client.eval(lua, keyCount, ...rest),
    smembers: key => client.smembers(key),
    ready: () => client.status === 'ready',
    whenReady: () =>
      client.status === 'ready' ? Promise.resolve() : new Promise(resolve => client.once('ready', () => resolve())),
    disconnect: () => client.disconnect()
  }
}

const connectOne = (url: string) =>
  new SingleRedis(url, { ...failFast, retryStrategy: retry, enableOfflineQueue: false })

/** User, password and TLS of the first URL are those of all nodes. */
function connectCluster(urls: string[]): Cluster {
  const [first] = urls.map(each => new URL(each))
  const { username, password, protocol } = first!
  return new Cluster(urls, {
    clusterRetryStrategy: retry,
    enableOfflineQueue: false,
    // how often a command is sent anew while a node moves or is replaced, within what a caller waits anyway
    maxRedirections: 4,
    redisOptions: {
      ...failFast,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} })
    }
  })
}
