import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { manageBroker, rabbitMqAnswers, redisAnswers, redisCommand } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type PrivateRabbitMq, startPrivateRabbitMq } from '../src/backing-services/private-rabbitmq.ts'
import { startPrivateRedis } from '../src/backing-services/private-redis.ts'

const folder = await mkdtemp(join(tmpdir(), 'inbox private '))
afterAll(() => rm(folder, { recursive: true, force: true }))

const isGone = (pid: number) => {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

describe('a private Redis', () => {
  const options = { dataDir: join(folder, 'redis'), persistent: true }

  test('keeps its ports and data through kill, restart and a second start', async () => {
    const first = await startPrivateRedis(options)
    await redisCommand(first.url, 'SET', 'kept', 'yes')
    await first.stop()
    await using second = await startPrivateRedis(options)
    expect(second.url).toBe(first.url)
    expect(await redisCommand(second.url, 'GET', 'kept')).toBe('yes')
    await second.kill()
    expect(await redisAnswers(second.url)).toBe(false)
    await second.restart()
    expect(await redisCommand(second.url, 'GET', 'kept')).toBe('yes')
  })

  test('paused, keeps its connections and answers nothing; resumed, it answers', async () => {
    await using redis = await startPrivateRedis({ dataDir: join(folder, 'paused') })
    redis.pause()
    const answer = redisCommand(redis.url, 'PING')
    expect(await Promise.race([answer, new Promise(resolve => setTimeout(resolve, 100, 'silence'))])).toBe('silence')
    redis.resume()
    expect(await answer).toBe('PONG')
  })
})

/** The hexadecimal addresses at which local processes listen on `ports` (Linux). */
const listenersOn = (ports: readonly number[]): string[] =>
  ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map(line => line.trim().split(/\s+/))
      .filter(([, local = '', , state]) => state === '0A' && ports.includes(Number.parseInt(local.split(':')[1]!, 16)))
      .map(([, local]) => local!.split(':')[0]!)
  )
const LOOPBACK = ['0100007F', '00000000000000000000000001000000', '0000000000000000FFFF00000100007F']

const othersMayRead = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => statSync(join(root, name)).mode & 0o077)

describe('a private RabbitMQ', () => {
  const dataDir = join(folder, 'rabbitmq')
  let broker: PrivateRabbitMq
  beforeAll(async () => {
    broker = await startPrivateRabbitMq({ dataDir })
  }, 60_000)
  afterAll(async () => broker?.stop())

  test('listens on loopback only, including Erlang’s distribution, and only its owner may read what it stores', () => {
    const ports: Record<string, number> = JSON.parse(readFileSync(join(dataDir, 'ports.json'), 'utf8'))
    const listeners = listenersOn(Object.values(ports))
    expect(listeners.length).toBeGreaterThanOrEqual(4)
    expect(listeners.filter(address => !LOOPBACK.includes(address))).toEqual([])
    expect(othersMayRead(dataDir)).toEqual([])
  })

  test('keeps its vhosts through kill and restart, and leaves no process behind', async () => {
    await manageBroker(broker.managementUrl, 'PUT', 'vhosts/kept', {})
    const pid = broker.pid!
    await broker.kill()
    expect(await rabbitMqAnswers(broker.url)).toBe(false)
    await broker.restart()
    expect(broker.pid).not.toBe(pid)
    expect(await manageBroker(broker.managementUrl, 'GET', 'vhosts/kept')).toMatchObject({ name: 'kept' })
    const last = broker.pid!
    await broker.stop()
    expect(isGone(last)).toBe(true)
  }, 60_000)
})
