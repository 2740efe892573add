import { join } from 'node:path'
import { waitFor } from '@inbox/testing'
import { machineEnvironment } from '../config.ts'
import { freePort } from './free-ports.ts'
import type { PrivateInstance } from './private-instance.ts'
import { type PrivateRabbitMq, startEpmd, startPrivateRabbitMq } from './private-rabbitmq.ts'

/** Several brokers that are one, on this machine; each can be killed and frozen. */
export interface PrivateRabbitMqCluster extends AsyncDisposable {
  /** The addresses of all nodes, by commas. */
  url: string
  nodes: readonly PrivateInstance[]
}

interface ClusterOptions {
  dataDir: string
  size?: number
  /** After how long of silence the others go on without a node, in s. */
  netTickSeconds?: number
}

/** Resolves when every node knows all others. */
export async function startPrivateRabbitMqCluster(options: ClusterOptions): Promise<PrivateRabbitMqCluster> {
  const { dataDir, size = 3, netTickSeconds = 60 } = options
  const epmdPort = await freePort()
  const epmd = await startEpmd(epmdPort, machineEnvironment())
  const nodes: PrivateRabbitMq[] = []
  const stop = async () => {
    await Promise.all(nodes.map(node => node.stop()))
    await epmd.stop()
  }
  const names = Array.from({ length: size }, (_, index) => `inbox${index + 1}@localhost`)
  try {
    // one after the other: the first begins the cluster, the others join it
    for (const name of names) {
      const others = names.filter(other => other !== name)
      const member = { nodes: [name, ...others] as const, home: join(dataDir, 'home'), netTickSeconds, epmdPort }
      nodes.push(await startPrivateRabbitMq({ dataDir: join(dataDir, name), persistent: true, member }))
    }
    await waitFor(async () => (await runningNodes(nodes[0]!.managementUrl)) === size, { timeoutMs: 30_000 })
  } catch (error) {
    await stop()
    throw error
  }
  return { url: nodes.map(({ url }) => url).join(','), nodes, [Symbol.asyncDispose]: stop }
}

async function runningNodes(managementUrl: string): Promise<number> {
  const { origin, username, password } = new URL(managementUrl)
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const answer = await fetch(`${origin}/api/nodes`, { headers: { authorization } })
  const listed = (await answer.json()) as { running: boolean }[]
  return listed.filter(({ running }) => running).length
}
