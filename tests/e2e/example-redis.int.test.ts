import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@inbox/devstack'
import { connectRedis } from '@inbox/storage/redis'
import { createLogger } from '@inbox/telemetry'
import { redisCommand, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const script = join(import.meta.dirname, '../../k8s/components/stores/redis/node.sh')
const PASSWORD = 'of-the-example'
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
  // in a cluster the name of a pod; here the address that it listens at
  await writeFile(join(folder, 'hostname'), '#!/bin/sh\necho "$NODE_NAME"\n')
  await chmod(join(folder, 'hostname'), 0o755)
  for (const node of nodes) await mkdir(join(folder, node))
})
afterAll(async () => {
  await Promise.all(nodes.map(kill))
  await rm(folder, { recursive: true, force: true })
})

function start(node: string) {
  const env = {
    ...{ PATH: `${folder}:${process.env.PATH}`, NODE_NAME: node, NODE_FIRST: nodes[0], NODE_SENTINELS: nodes[1] },
    ...{ NODE_PORT: String(port), NODE_SENTINEL_PORT: String(sentinelPort), NODE_DATA: join(folder, node) },
    REDIS_PASSWORD: PASSWORD
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

const ask = (node: string, at: number, ...command: string[]) =>
  redisCommand(`redis://:${PASSWORD}@${node}:${at}`, ...command)
const primaryBy = async (node: string) =>
  String(await ask(node, sentinelPort, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'inbox')).split(',')[0]!
const whole = (primary: string) =>
  waitFor(
    async () => {
      const followed = String(await ask(primary, port, 'INFO', 'replication'))
      const agreed = await Promise.all(nodes.map(node => ask(node, sentinelPort, 'SENTINEL', 'CKQUORUM', 'inbox')))
      return (followed.match(/state=online/g) ?? []).length === 2 && agreed.every(each => /^OK 3/.test(String(each)))
    },
    { timeoutMs: 60_000, describe: 'three nodes that know each other' }
  )

testWithRedis(
  'of the example of Redis for Kubernetes, when the primary is killed another node is it, and the killed one follows it afterwards',
  async () => {
    for (const node of nodes) start(node)
    await whole(nodes[0]!)
    await using redis = connectRedis({
      url: `redis-sentinel://:${PASSWORD}@${nodes[1]}:${sentinelPort}/inbox?sentinelPassword=${PASSWORD}`,
      ...{ prefix: 'example:', logger: createLogger('test', 'silent') }
    })
    const write = () => redis.eval("return redis.call('SET', KEYS[1], 'there')", 1, 'example:agent')
    await waitFor(write)
    await kill(nodes[0]!)
    const next = await waitFor(
      async () => {
        const primary = await primaryBy(nodes[1]!)
        return primary !== nodes[0] && primary
      },
      { timeoutMs: 60_000 }
    )
    await waitFor(write)
    start(nodes[0]!)
    await whole(next)
    expect(await ask(nodes[0]!, port, 'ROLE')).toEqual(expect.arrayContaining(['slave', next]))
  }
)
