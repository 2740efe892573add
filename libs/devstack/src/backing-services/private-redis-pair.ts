import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { redisAnswers, redisCommand, waitFor } from '@inbox/testing'
import { machineEnvironment } from '../config.ts'
import { startSupervised } from '../process/supervise.ts'
import { freePort } from './free-ports.ts'
import { instanceOf, type PrivateInstance, supervision } from './private-instance.ts'
import { findRedis, startPrivateRedis } from './private-redis.ts'

const NAME = 'desk'

/** A Redis and its replica, watched by a sentinel that promotes one in place of the other. */
export interface PrivateRedisPair extends AsyncDisposable {
  /** `redis-sentinel://…/name` */
  url: string
  servers: readonly PrivateInstance[]
  sentinel: PrivateInstance
  /** The server that accepts writes, according to the sentinel. */
  primary(): Promise<PrivateInstance>
  /** Cuts all connections to a server, which accepts no new ones on its port until `rejoin`. */
  cutOff(server: PrivateInstance): Promise<void>
  rejoin(server: PrivateInstance): Promise<void>
  /** Resolves when the replica follows every write of the primary. */
  whenReplicated(): Promise<unknown>
}

/** `downAfterMs`: how long a primary may be silent before it is replaced. Resolves when the replica follows. */
export async function startPrivateRedisPair(options: {
  dataDir: string
  downAfterMs: number
}): Promise<PrivateRedisPair> {
  const { dataDir, downAfterMs } = options
  await using starting = new AsyncDisposableStack()
  const first = starting.use(await startPrivateRedis({ dataDir: join(dataDir, 'first') }))
  const settings = ['--replicaof', '127.0.0.1', portOf(first)]
  const second = starting.use(await startPrivateRedis({ dataDir: join(dataDir, 'second'), settings }))
  const sentinel = starting.use(await startSentinel(join(dataDir, 'sentinel'), portOf(first), downAfterMs))
  const servers = [first, second]

  const primary = async () => {
    const [, port] = (await redisCommand(sentinel.url, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)) as string[]
    return servers.find(server => portOf(server) === port)!
  }
  const isReplicated = async () => {
    const other = servers[1 - servers.indexOf(await primary())]!
    const known = JSON.stringify(await redisCommand(sentinel.url, 'SENTINEL', 'REPLICAS', NAME))
    return (
      known.includes(portOf(other)) &&
      /master_link_status:up/.test(String(await redisCommand(other.url, 'INFO', 'replication')))
    )
  }
  const whenReplicated = () => waitFor(isReplicated, { timeoutMs: 60_000, describe: 'the replica to follow' })
  await whenReplicated()
  /** The ports at which servers that are cut off can be reached. */
  const apart = new Map<PrivateInstance, string>()
  const running = starting.move()
  return {
    ...{ url: `redis-sentinel://127.0.0.1:${portOf(sentinel)}/${NAME}`, servers, sentinel, primary, whenReplicated },
    async cutOff(server) {
      const port = String(await freePort())
      const url = `redis://127.0.0.1:${port}`
      await redisCommand(server.url, 'CONFIG', 'SET', 'port', port)
      for (const type of ['normal', 'pubsub', 'replica', 'master'])
        await redisCommand(url, 'CLIENT', 'KILL', 'TYPE', type)
      apart.set(server, url)
    },
    async rejoin(server) {
      await redisCommand(apart.get(server)!, 'CONFIG', 'SET', 'port', portOf(server))
    },
    [Symbol.asyncDispose]: () => running.disposeAsync()
  }
}

async function startSentinel(dataDir: string, port: string, downAfterMs: number): Promise<PrivateInstance> {
  const common = await supervision({ dataDir })
  const ownPort = await freePort()
  const url = `redis://127.0.0.1:${ownPort}`
  const file = join(dataDir, 'sentinel.conf')
  const lines = [
    ...[`port ${ownPort}`, 'bind 127.0.0.1', `dir ${dataDir}`, `sentinel monitor ${NAME} 127.0.0.1 ${port} 1`],
    ...[`sentinel down-after-milliseconds ${NAME} ${downAfterMs}`, `sentinel failover-timeout ${NAME} 3000`]
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  const env = machineEnvironment()
  const sentinel = startSupervised({
    ...{ ...common, name: 'sentinel', command: findRedis(env)!, args: [file, '--sentinel'], env },
    isReady: () => redisAnswers(url)
  })
  await sentinel.ready()
  return instanceOf(url, sentinel)
}

const portOf = ({ url }: { url: string }) => new URL(url).port
