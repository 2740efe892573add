import { afterAll, describe, expect, test } from '@jest/globals'
import { isolate } from '../src/isolation/isolate.ts'
import { rabbitMqAnswers } from '../src/stores/answers.ts'
import { manageBroker } from '../src/stores/broker-management.ts'
import { redisCommand } from '../src/stores/redis-command.ts'

const stores = await isolate(import.meta.url)
afterAll(() => stores.remove())

describe('isolate', () => {
  test('creates a vhost of its own, which exists and may be used', async () => {
    const vhost = await manageBroker(stores.managementUrl, 'GET', `vhosts/${stores.vhost}`)
    expect(vhost).toMatchObject({ name: stores.vhost })
    expect(new URL(stores.rabbitmqUrl).pathname).toBe(`/${stores.vhost}`)
    expect(await rabbitMqAnswers(stores.rabbitmqUrl)).toBe(true)
  })

  test('creates a database named in the URL, before its options', () => {
    expect(stores.mongodbUrl).toMatch(new RegExp(`^mongodb://[^/]+/${stores.database}(\\?|$)`))
  })

  test('removes vhost and keys, and nobody else’s', async () => {
    const [mine, other] = [await isolate('removed'), await isolate('kept')]
    await redisCommand(mine.redisUrl, 'SET', `${mine.redisPrefix}a`, '1')
    await redisCommand(other.redisUrl, 'SET', `${other.redisPrefix}a`, '1')
    await mine.remove()
    expect(await manageBroker(mine.managementUrl, 'GET', `vhosts/${mine.vhost}`)).toBeUndefined()
    expect(await redisCommand(mine.redisUrl, 'EXISTS', `${mine.redisPrefix}a`)).toBe(0)
    expect(await redisCommand(other.redisUrl, 'EXISTS', `${other.redisPrefix}a`)).toBe(1)
    await other.remove()
  })
})
