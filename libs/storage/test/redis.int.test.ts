import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PrivateInstance, startPrivateRedis, startPrivateRedisPair } from '@inbox/devstack'
import { untilDone } from '@inbox/runtime'
import { createLogger, type Logger } from '@inbox/telemetry'
import { type FaultProxy, redisCommand, startFaultProxy, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { connectRedis, type Redis } from '../src/redis.ts'

const stack = new AsyncDisposableStack()
const warnings: string[] = []
const logger = { ...createLogger('test', 'silent'), warn: (_: unknown, line: string) => warnings.push(line) }
let server: PrivateInstance
let successor: PrivateInstance
let proxy: FaultProxy
let redis: Redis

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inbox-redis-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  ;[server, successor] = (await Promise.all(
    ['server', 'successor'].map(async name => stack.use(await startPrivateRedis({ dataDir: join(folder, name) })))
  )) as [PrivateInstance, PrivateInstance]
  proxy = stack.use(await startFaultProxy(server.url))
  redis = stack.use(connectRedis({ url: proxy.url, prefix: 'test:', logger: logger as unknown as Logger }))
  await redis.whenReady()
}, 30_000)
afterAll(() => stack.disposeAsync())
beforeEach(() => void warnings.splice(0))

const write = (value: string) => redis.eval("return redis.call('SET', KEYS[1], ARGV[1])", 1, 'test:key', value)
const refused = () =>
  write('refused').then(
    () => undefined,
    (error: Error) => error.message
  )
const waitUntilReady = (ready: boolean) => waitFor(() => redis.ready() === ready, { timeoutMs: 20_000 })
const become = async (role: 'replica' | 'master') => {
  const master = role === 'master' ? ['NO', 'ONE'] : ['127.0.0.1', new URL(successor.url).port]
  await redisCommand(server.url, 'REPLICAOF', ...master)
}

describe('a Redis that accepts no writes', () => {
  it.each([
    ['is a replica', () => become('replica'), () => become('master')],
    [
      'is a replica that has lost its master',
      async () => {
        await redisCommand(server.url, 'CONFIG', 'SET', 'replica-serve-stale-data', 'no')
        await redisCommand(server.url, 'REPLICAOF', '127.0.0.1', '1')
      },
      () => become('master')
    ],
    [
      'is paused',
      () => redisCommand(server.url, 'CLIENT', 'PAUSE', '60000', 'ALL'),
      async () => {
        server.pause()
        await server.restart()
      }
    ],
    [
      'is paused for writes',
      () => redisCommand(server.url, 'CLIENT', 'PAUSE', '60000', 'WRITE'),
      () => redisCommand(server.url, 'CLIENT', 'UNPAUSE')
    ],
    ['is frozen', async () => server.pause(), async () => server.resume()]
  ])(
    'because it %s is not ready, which is logged once, until it accepts them again',
    async (_, begin, end) => {
      await waitUntilReady(true)
      await begin()
      await waitUntilReady(false)
      expect(await refused()).toEqual(expect.any(String))
      await end()
      await waitUntilReady(true)
      await untilDone(() => write('again'))
      expect(warnings.filter(line => line === 'redis is not responding')).toHaveLength(1)
    },
    60_000
  )
})

describe('behind one address', () => {
  it('writes go to the new master after a failover', async () => {
    await write('before')
    await become('replica')
    proxy.redirect(successor.url)
    await untilDone(() => write('after'))
    expect(await redisCommand(successor.url, 'GET', 'test:key')).toBe('after')
    await waitUntilReady(true)
    await become('master')
    proxy.redirect(server.url)
    proxy.cut()
    await waitUntilReady(false)
  })

  it('a dead connection is replaced', async () => {
    await waitUntilReady(true)
    proxy.abandon()
    await waitUntilReady(false)
    await waitUntilReady(true)
    await write('on a new one')
    expect(await redisCommand(server.url, 'GET', 'test:key')).toBe('on a new one')
  })
})

it('with sentinels, writes go to the new master as soon as they have chosen one', async () => {
  await using own = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'inbox-sentinel-'))
  own.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const pair = own.use(await startPrivateRedisPair({ dataDir: folder, downAfterMs: 500 }))
  const [master, replica] = pair.servers as [PrivateInstance, PrivateInstance]

  // the first sentinel is down
  const url = `redis-sentinel://127.0.0.1:1/desk,${pair.url}`
  const desk = own.use(connectRedis({ url, prefix: 'desk:', logger: logger as unknown as Logger }))
  await desk.whenReady()
  const set = (value: string) => desk.eval("return redis.call('SET', KEYS[1], ARGV[1])", 1, 'desk:key', value)
  await set('before')
  await master.kill()
  await untilDone(() => set('after'))
  expect(await redisCommand(replica.url, 'GET', 'desk:key')).toBe('after')
  await waitFor(() => desk.ready())
})
