import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PrivateRabbitMqCluster, startPrivateRabbitMqCluster } from '@inbox/devstack'
import { type FaultProxy, startFaultProxy } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { defineConsumer, on } from '../src/index.ts'
import { consumerName, eventually, numbered, open, testEvent } from './harness.ts'

/** The smallest value RabbitMQ tolerates without false alarms; operators are told to set 10. */
const NET_TICK_SECONDS = 6

let dataDir: string
let cluster: PrivateRabbitMqCluster
let proxies: FaultProxy[]
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'inbox-cluster-'))
  cluster = await startPrivateRabbitMqCluster({ dataDir, netTickSeconds: NET_TICK_SECONDS })
  proxies = await Promise.all(cluster.nodes.map(({ url }) => startFaultProxy(url)))
}, 180_000)
afterAll(async () => {
  await Promise.all((proxies ?? []).map(proxy => proxy[Symbol.asyncDispose]()))
  await cluster?.[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

describe('a cluster of three nodes', () => {
  test('is spread over by processes that know all of them', async () => {
    await using brokers = new AsyncDisposableStack()
    // the odds that all of them choose the same one are 1 in 19,683
    const many = Array.from({ length: 10 }, () => brokers.use(open(proxies.map(({ url }) => url).join(','), [])))
    await Promise.all(many.map(each => each.whenReady()))
    expect(proxies.filter(({ connections }) => connections > 0).length).toBeGreaterThan(1)
  }, 60_000)

  test('with one frozen: processes connected to it continue with another, and nothing confirmed is lost', async () => {
    const type = testEvent()
    const handled = new Set<number>()
    const consumer = defineConsumer({
      name: consumerName(),
      prefetch: 10,
      handlers: [on(type, async ({ data }) => void handled.add(data.n))]
    })
    await using cutOff = open(proxies.map(({ url }) => url).join(','), [type])
    await cutOff.whenReady()
    const frozen = proxies.findIndex(({ connections }) => connections > 0)
    await using other = open(
      cluster.nodes
        .filter((_, index) => index !== frozen)
        .map(({ url }) => url)
        .join(','),
      [type]
    )
    for (const broker of [cutOff, other]) broker.consume(consumer)
    await other.whenReady()
    const confirmed: number[] = []
    let n = 0
    const publishBy = async (broker: typeof other) => {
      const mine = ++n
      const done = broker.publish(type, numbered(type, mine)).then(
        () => confirmed.push(mine) > 0,
        () => false
      )
      return done
    }
    expect(await Promise.all([cutOff, other].map(publishBy))).toEqual([true, true])
    cluster.nodes[frozen]!.pause()
    const frozenAt = performance.now()
    for (const broker of [other, cutOff])
      await eventually('it publishes again', () => publishBy(broker), 10_000 + 4 * NET_TICK_SECONDS * 1000)
    await eventually(
      'all is handled while the node stays frozen',
      () => confirmed.every(each => handled.has(each)),
      60_000
    )
    console.log(`without its node, all was handled ${Math.round(performance.now() - frozenAt)} ms after the freeze`)
    cluster.nodes[frozen]!.resume()
    await eventually('it publishes after the node has come back', () => publishBy(cutOff), 60_000)
    await eventually('all is handled', () => confirmed.every(each => handled.has(each)), 60_000)
  }, 240_000)
})
