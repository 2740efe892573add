import type { Logger } from '@inbox/telemetry'
import { Cluster, Redis as SingleRedis } from 'ioredis'
import { timed } from './store-calls.ts'
import { startStoreWatch, type Watch } from './watch.ts'

/** What services use of Redis, be it one server, one that sentinels name, or a cluster. */
export interface Redis extends Watch {
  evalsha(sha: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>
  eval(lua: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>
  smembers(key: string): Promise<string[]>
}

export interface RedisOptions {
  /**
   * `redis://host:port`, or several of them by commas: nodes of a cluster, any of which leads to the others. Or
   * `redis-sentinel://host:port/name`, one or several: sentinels, which know the server that is the master called so.
   */
  url: string
  /** Of all keys. */
  prefix: string
  logger: Logger
}

const retry = (tries: number) => Math.min(50 * 2 ** tries, 1000)
const failFast = {
  replyMapping: 'legacy',
  connectTimeout: 1000,
  maxRetriesPerRequest: 1,
  commandTimeout: 500
} as const
/** Behind one address the server may change: who says so is no longer the one to talk to. */
const NO_LONGER_MASTER = /\b(READONLY|MASTERDOWN)\b/
const CANARY_MS = 10_000
const inScript = timed('redis', 'eval')
const inMembers = timed('redis', 'smembers')

/**
 * A connection that fails fast (0.5 s) instead of queueing commands while Redis is away, and reconnects by itself: also
 * from a server that has become a replica, and from one that gives no answers. Ready while Redis takes writes.
 */
export function connectRedis({ url, prefix, logger }: RedisOptions): Redis {
  const urls = url.split(',').map(each => each.trim())
  const client = connect(urls)
  client.on('error', error => logger.warn({ err: error }, 'redis connection failed'))
  const write = () => client.set(`${prefix}canary`, '', 'PX', CANARY_MS)
  const watch = startStoreWatch({
    store: 'redis',
    // one answer may be late because this process was held up
    probe: () => write().catch(write),
    answered: false,
    onSilence: () => client.status === 'ready' && client.disconnect(true),
    logger
  })
  client.on('ready', watch.look)
  return {
    ready: () => client.status === 'ready' && watch.ready(),
    whenReady: watch.whenReady,
    evalsha: (sha, keyCount, ...rest) => inScript(() => client.evalsha(sha, keyCount, ...rest)),
    eval: (lua, keyCount, ...rest) => inScript(() => client.eval(lua, keyCount, ...rest)),
    smembers: key => inMembers(() => client.smembers(key)),
    async [Symbol.asyncDispose]() {
      client.disconnect()
      await watch[Symbol.asyncDispose]()
    }
  }
}

function connect(urls: string[]): SingleRedis | Cluster {
  if (/^rediss?-sentinel:/.test(urls[0]!)) return connectBySentinels(urls)
  return urls.length > 1 ? connectCluster(urls) : new SingleRedis(urls[0]!, single)
}

const single = {
  ...failFast,
  retryStrategy: retry,
  enableOfflineQueue: false,
  reconnectOnError: (error: Error) => NO_LONGER_MASTER.test(error.message)
}

/** User, password and name of the first URL are those of the server; that of the sentinels is its `sentinelPassword`. */
function connectBySentinels(urls: string[]): SingleRedis {
  const sentinels = urls.map(each => new URL(each))
  const { username, password, pathname, searchParams, protocol } = sentinels[0]!
  const sentinelPassword = searchParams.get('sentinelPassword')
  return new SingleRedis({
    ...single,
    sentinels: sentinels.map(({ hostname, port }) => ({ host: hostname, port: Number(port) || SENTINEL_PORT })),
    name: pathname.slice(1),
    sentinelRetryStrategy: retry,
    ...(sentinelPassword && { sentinelPassword }),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss-sentinel:' && { tls: {}, enableTLSForSentinelMode: true })
  })
}
const SENTINEL_PORT = 26_379

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
