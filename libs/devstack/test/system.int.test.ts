import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type System, startSystem } from '../src/system/system.ts'

let system: System
beforeAll(async () => {
  system = await startSystem(import.meta.url, {
    services: ['queue'],
    env: { GREETING: 'hello' },
    program: () => fileURLToPath(new URL('tiny-service.mjs', import.meta.url))
  })
})
afterAll(() => system.stop())

const ask = async () => (await fetch(`${system.urls.queue}/`)).json()

describe('a system', () => {
  test('passes its stores and the caller’s settings to its services', async () => {
    const { stores } = system
    expect(await ask()).toMatchObject({
      RABBITMQ_URL: stores.rabbitmqUrl,
      MONGODB_DATABASE_PREFIX: stores.database,
      REDIS_PREFIX: stores.redisPrefix,
      GREETING: 'hello'
    })
  })

  test('restarts a killed service, at the same address', async () => {
    const pid = system.pid('queue')
    await system.kill('queue')
    await system.ready('queue')
    expect(system.pid('queue')).not.toBe(pid)
    expect(await ask()).toMatchObject({ pid: system.pid('queue') })
  })

  test('prints the last lines of its services when a test fails', async () => {
    await ask()
    const print = jest.spyOn(console, 'error').mockImplementation(() => {})
    await expect(system.withLogs(() => Promise.reject(new Error('wrong')))).rejects.toThrow('wrong')
    expect(print.mock.calls.join('\n')).toMatch(/── queue[\s\S]*"msg":"\/"/)
    print.mockRestore()
  })

  test('knows only the services it was asked for', () => {
    expect(() => system.pid('directory')).toThrow('directory is not part of this system')
  })
})
