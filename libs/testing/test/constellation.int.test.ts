import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Constellation, startConstellation } from '../src/constellation/constellation.ts'

let constellation: Constellation
beforeAll(async () => {
  constellation = await startConstellation(import.meta.url, {
    services: ['queue'],
    env: { GREETING: 'hello' },
    program: () => fileURLToPath(new URL('tiny-service.mjs', import.meta.url))
  })
})
afterAll(() => constellation.stop())

const ask = async () => (await fetch(`${constellation.urls.queue}/`)).json()

describe('a constellation', () => {
  test('tells its services their own stores and the caller’s settings', async () => {
    const { stores } = constellation
    expect(await ask()).toMatchObject({
      RABBITMQ_URL: stores.rabbitmqUrl,
      MONGODB_DATABASE_PREFIX: stores.database,
      REDIS_PREFIX: stores.redisPrefix,
      GREETING: 'hello'
    })
  })

  test('starts a killed service again, at the same address', async () => {
    const pid = constellation.pid('queue')
    await constellation.kill('queue')
    await constellation.ready('queue')
    expect(constellation.pid('queue')).not.toBe(pid)
    expect(await ask()).toMatchObject({ pid: constellation.pid('queue') })
  })

  test('prints the last lines of its services when a test fails', async () => {
    await ask()
    const print = jest.spyOn(console, 'error').mockImplementation(() => {})
    await expect(constellation.withLogs(() => Promise.reject(new Error('wrong')))).rejects.toThrow('wrong')
    expect(print.mock.calls.join('\n')).toMatch(/── queue[\s\S]*"msg":"\/"/)
    print.mockRestore()
  })

  test('knows only the services it was asked for', () => {
    expect(() => constellation.pid('directory')).toThrow('directory is not part of this constellation')
  })
})
