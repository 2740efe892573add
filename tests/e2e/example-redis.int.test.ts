import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@inbox/devstack'
import { connectRedis, type Redis } from '@inbox/storage/redis'
import { createLogger } from '@inbox/telemetry'
import { isThorough, redisCommand, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const script = join(import.meta.dirname, '../../k8s/components/stores/redis/node.sh')
const [PASSWORD, NEXT_PASSWORD] = ['of-the-example', 'of-tomorrow']
const nodes = ['127.0.5.1', '127.0.5.2', '127.0.5.3']
const running = new Map<string, ChildProcess[]>()
let folder: string
let port: number
let sentinelPort: number

const canRun = process.platform === 'linux' && spawnSync('redis-server', ['--version']).status === 0
const testWithRedis = canRun ? test : test.skip

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbox-redis-'))
  port = await freePort()
  sentinelPort = await freePort()
  // in a cluster the pod's name; here the address it listens on
  await writeFile(join(folder, 'hostname'), '#!/bin/sh\necho "$NODE_NAME"\n')
  await chmod(join(folder, 'hostname'), 0o755)
  for (const node of nodes) await mkdir(join(folder, node))
})
afterAll(async () => {
  await Promise.all(nodes.map(kill))
  await rm(folder, { recursive: true, force: true })
})

function start(node: string, password = PASSWORD) {
  const env = {
    ...{ PATH: `${folder}:${process.env.PATH}`, NODE_NAME: node, NODE_FIRST: nodes[0], NODE_SENTINELS: nodes[1] },
    ...{ NODE_PORT: String(port), NODE_SENTINEL_PORT: String(sentinelPort), NODE_DATA: join(folder, node) },
    REDIS_PASSWORD: password
  }
  const both = ['server', 'sentinel'].map(role => spawn('sh', [script, role, '--bind', node], { env, stdio: 'ignore' }))
  running.set(node, both)
}

const kill = (node: string) =>
  Promise.all(
    (running.get(node) ?? [])
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .map(each => new Promise(resolve => each.once('exit', resolve) && each.kill('SIGKILL')))
  )

let password = PASSWORD
const ask = (node: string, at: number, ...command: string[]) =>
  redisCommand(`redis://:${password}@${node}:${at}`, ...command)
const client = (secret: string) =>
  connectRedis({
    url: `redis-sentinel://:${secret}@${nodes[1]}:${sentinelPort}/inbox?sentinelPassword=${secret}`,
    ...{ prefix: 'example:', logger: createLogger('test', 'silent') }
  })
const writes = (redis: Redis) => redis.eval("return redis.call('SET', KEYS[1], 'there')", 1, 'example:agent')
const primaryBy = async (node: string) =>
  String(await ask(node, sentinelPort, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'inbox')).split(',')[0]!
/**
 * Resolves with the primary once all know each other; on a slow machine that need not be the node that began as one.
 * A sentinel that was elected promotes only a replica that it knows, and it asks the primary for those every 10 s.
 */
const whole = () =>
  waitFor(
    async () => {
      const primary = await primaryBy(nodes[1]!)
      const followed = String(await ask(primary, port, 'INFO', 'replication'))
      const bySentinels = (command: string) =>
        Promise.all(nodes.map(node => ask(node, sentinelPort, 'SENTINEL', command, 'inbox')))
      const agreed = await bySentinels('CKQUORUM')
      const known = await bySentinels('REPLICAS')
      const all =
        (followed.match(/state=online/g) ?? []).length === 2 &&
        agreed.every(each => /^OK 3/.test(String(each))) &&
        known.every(replicas => Array.isArray(replicas) && replicas.length === 2)
      return all && primary
    },
    { timeoutMs: 60_000, describe: 'three nodes that know each other' }
  )

testWithRedis(
  'in the example of Redis for Kubernetes, another node takes over when the primary is killed, and the killed one follows it afterwards',
  async () => {
    for (const node of nodes) start(node)
    const first = await whole()
    await using redis = client(PASSWORD)
    await waitFor(() => writes(redis))
    await kill(first)
    const other = nodes.find(node => node !== first)!
    const next = await waitFor(
      async () => {
        const primary = await primaryBy(other)
        return primary !== first && primary
      },
      { timeoutMs: 60_000 }
    )
    await waitFor(() => writes(redis))
    start(first)
    expect(await whole()).toBe(next)
    expect(await ask(first, port, 'ROLE')).toEqual(expect.arrayContaining(['slave', next]))
  }
)

const testThoroughly = canRun && isThorough ? test : test.skip
testThoroughly(
  'its password is changed as docs/how-to/deploy.md says, and whoever knows either goes on until the last node has the new one',
  async () => {
    await using former = client(PASSWORD)
    await waitFor(() => writes(former))
    for (const node of nodes) {
      for (const at of [port, sentinelPort]) await ask(node, at, 'ACL', 'SETUSER', 'default', `>${NEXT_PASSWORD}`)
      await ask(node, port, 'CONFIG', 'SET', 'masterauth', NEXT_PASSWORD)
      await ask(node, sentinelPort, 'SENTINEL', 'SET', 'inbox', 'auth-pass', NEXT_PASSWORD)
      await ask(node, sentinelPort, 'SENTINEL', 'CONFIG', 'SET', 'sentinel-pass', NEXT_PASSWORD)
    }
    await using next = client(NEXT_PASSWORD)
    await waitFor(() => writes(next))
    await writes(former)
    password = NEXT_PASSWORD
    for (const node of nodes.toReversed()) {
      await kill(node)
      start(node, NEXT_PASSWORD)
      await whole()
      await waitFor(() => writes(next))
    }
    password = PASSWORD
    for (const node of nodes) await expect(ask(node, port, 'PING')).rejects.toThrow('WRONGPASS')
  }
)
