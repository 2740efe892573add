import { join } from 'node:path'
import { waitFor } from '@inbox/testing'
import { machineEnvironment } from '../config.ts'
import { freePort } from './free-ports.ts'
import { type PrivateRabbitMq, startEpmd, startPrivateRabbitMq } from './private-rabbitmq.ts'

/** A cluster of brokers on this machine; each node can be killed and frozen. */
export interface PrivateRabbitMqCluster extends AsyncDisposable {
  /** The addresses of all nodes, separated by commas. */
  url: string
  nodes: readonly PrivateRabbitMq[]
  /** Partitions a node from the others until `rejoin`. */
  cutOff(node: PrivateRabbitMq): Promise<void>
  rejoin(node: PrivateRabbitMq): Promise<void>
  /** Resolves when every node sees all others again. */
  whenWhole(): Promise<unknown>
}

interface ClusterOptions {
  dataDir: string
  size?: number
  /** Seconds of silence after which the others carry on without a node. */
  netTickSeconds?: number
}

/** Resolves when every node sees all others. */
export async function startPrivateRabbitMqCluster(options: ClusterOptions): Promise<PrivateRabbitMqCluster> {
  const { dataDir, size = 3, netTickSeconds = 60 } = options
  const epmdPort = await freePort()
  const epmd = await startEpmd(epmdPort, machineEnvironment())
  const nodes: PrivateRabbitMq[] = []
  const stop = async () => {
    await Promise.all(nodes.map(node => node.stop()))
    await epmd.stop()
  }
  const isWhole = async () => (await Promise.all(nodes.map(runningNodes))).every(running => running === size)
  const whenWhole = () => waitFor(isWhole, { timeoutMs: 120_000, describe: 'every node to know all others' })
  const names = Array.from({ length: size }, (_, index) => `inbox${index + 1}@localhost`)
  try {
    // one after the other: the first forms the cluster, the others join it
    for (const name of names) {
      const others = names.filter(other => other !== name)
      const member = { nodes: [name, ...others] as const, home: join(dataDir, 'home'), netTickSeconds, epmdPort }
      nodes.push(await startPrivateRabbitMq({ dataDir: join(dataDir, name), persistent: true, member }))
    }
    await whenWhole()
  } catch (error) {
    await stop()
    throw error
  }
  /** Sets another cookie on all others; nodes prove by it that they belong together. */
  const setCookie = (node: PrivateRabbitMq, cookie: string, then: string) => {
    const others = names.filter((_, index) => nodes[index] !== node).map(name => `'${name}'`)
    const each = `fun(Node) -> erlang:set_cookie(Node, ${cookie}), ${then} end`
    return node.control('eval', `lists:foreach(${each}, [${others}]).`)
  }
  return {
    ...{ url: nodes.map(({ url }) => url).join(','), nodes, whenWhole },
    cutOff: node => setCookie(node, 'of_nobody', 'erlang:disconnect_node(Node)'),
    rejoin: node => setCookie(node, 'erlang:get_cookie()', 'ok'),
    [Symbol.asyncDispose]: stop
  }
}

async function runningNodes({ managementUrl }: PrivateRabbitMq): Promise<number> {
  const { origin, username, password } = new URL(managementUrl)
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const answer = await fetch(`${origin}/api/nodes`, { headers: { authorization }, signal: AbortSignal.timeout(5000) })
  const listed = (await answer.json()) as { running: boolean }[]
  return listed.filter(({ running }) => running).length
}
