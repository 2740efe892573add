import { coalesceWrites } from '@inbox/runtime'
import type { Logger } from '@inbox/telemetry'
import { Cluster, Redis as SingleRedis } from 'ioredis'
import { timed } from './store-calls.ts'
import { startStoreWatch, type Watch } from './watch.ts'

/** What services use of Redis, be it a single server, one found through sentinels, or a cluster. */
export interface Redis extends Watch {
  evalsha(sha: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>
  eval(lua: string, keyCount: number, ...keysAndArguments: (string | number)[]): Promise<unknown>
  smembers(key: string): Promise<string[]>
}

export interface RedisOptions {
  /**
   * `redis://host:port`, or several separated by commas: nodes of a cluster, any of which leads to the others. Or one
   * or several `redis-sentinel://host:port/name`: sentinels, which know the master of that name.
   */
  url: string
  /** Prepended to all keys. */
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
/** The server behind an address may change: one that replies this is no longer the one to talk to. */
const NO_LONGER_MASTER = /\b(READONLY|MASTERDOWN)\b/
const CANARY_MS = 10_000
const inScript = timed('redis', 'eval')
const inMembers = timed('redis', 'smembers')

/**
 * A connection that fails fast (0.5 s) instead of queueing commands while Redis is down, and reconnects by itself, also
 * when the server has become a replica or stops answering. Ready while Redis accepts writes.
 */
export function connectRedis({ url, prefix, logger }: RedisOptions): Redis {
  const urls = url.split(',').map(each => each.trim())
  const client = connect(urls)
  if (client instanceof SingleRedis) client.on('connect', () => coalesceWrites(client.stream))
  client.on('error', error => logger.warn({ err: error }, 'redis connection failed'))
  const write = () => client.set(`${prefix}canary`, '', 'PX', CANARY_MS)
  const watch = startStoreWatch({
    store: 'redis',
    // a single answer may be late because this process was held up
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

/** The first URL has the server's user, password and name; its `sentinelPassword` is the sentinels' password. */
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

/** The first URL's user, password and TLS setting apply to all nodes. */
function connectCluster(urls: string[]): Cluster {
  const [first] = urls.map(each => new URL(each))
  const { username, password, protocol } = first!
  return new Cluster(urls, {
    clusterRetryStrategy: retry,
    enableOfflineQueue: false,
    // how often a command is resent while a node moves or is replaced, within the time a caller waits anyway
    maxRedirections: 4,
    redisOptions: {
      ...failFast,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} })
    }
  })
}
