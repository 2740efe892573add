import { join } from 'node:path'
import { redisCommand, waitFor } from '@inbox/testing'
import { freePort } from './free-ports.ts'
import type { PrivateInstance } from './private-instance.ts'
import { startPrivateRedis } from './private-redis.ts'

/** A Redis Cluster of three masters, each with a third of the slots. */
export interface PrivateRedisCluster extends AsyncDisposable {
  /** The addresses of all nodes, separated by commas. */
  url: string
  nodes: readonly PrivateInstance[]
}

const SHARES = ['0 5461', '5462 10922', '10923 16383']

/** Resolves when the cluster accepts commands. */
export async function startPrivateRedisCluster(options: { dataDir: string }): Promise<PrivateRedisCluster> {
  const nodes: PrivateInstance[] = []
  const stop = async () => {
    await Promise.all(nodes.map(node => node.stop()))
  }
  try {
    for (const [index, share] of SHARES.entries()) {
      const busPort = await freePort()
      const settings = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort)]
      const node = await startPrivateRedis({ dataDir: join(options.dataDir, `node-${index}`), settings })
      nodes.push(node)
      await redisCommand(node.url, 'CLUSTER', 'ADDSLOTSRANGE', ...share.split(' '))
      await redisCommand(node.url, 'CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
      if (index > 0) await redisCommand(nodes[0]!.url, 'CLUSTER', 'MEET', '127.0.0.1', portOf(node), String(busPort))
    }
    const isWhole = async (node: PrivateInstance) =>
      /cluster_state:ok[\s\S]*cluster_known_nodes:3/.test(String(await redisCommand(node.url, 'CLUSTER', 'INFO')))
    await waitFor(async () => (await Promise.all(nodes.map(isWhole))).every(Boolean), { timeoutMs: 20_000 })
  } catch (error) {
    await stop()
    throw error
  }
  return { url: nodes.map(({ url }) => url).join(','), nodes, [Symbol.asyncDispose]: stop }
}

const portOf = ({ url }: PrivateInstance) => new URL(url).port
