import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type Service, serviceProgram } from '@inbox/devstack'
import { claimSchema, connectMongo, SCHEMA } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { type Isolated, isolate, mongoCommand } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { DATABASES } from '../../scripts/ops/databases.ts'

const secret = randomBytes(32).toString('base64')
const secrets = ['SERVICE_TOKEN', 'ACCESS_TOKEN', 'DRAW', 'MEDIA', 'VISITOR_TOKEN'].map(of => [`${of}_SECRET`, secret])
let stores: Isolated

beforeAll(async () => {
  stores = await isolate(import.meta.url)
})
afterAll(async () => {
  for (const name of DATABASES) await mongoCommand(stores.mongodbUrl, `${stores.database}_${name}`, { dropDatabase: 1 })
  await stores.remove()
})

const serviceOf = (database: string) => database.replaceAll('_', '-') as Service

const startOf = (service: Service): ChildProcess => {
  const { command, args, env } = serviceProgram(service, {
    ...{ PATH: process.env.PATH, ...Object.fromEntries(secrets), SETTINGS_KEY: secret, ADMIN_EMAIL: 'admin@a.example' },
    ...{ RABBITMQ_URL: stores.rabbitmqUrl, REDIS_URL: stores.redisUrl, REDIS_PREFIX: stores.redisPrefix },
    ...{ MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.database },
    [`${service.toUpperCase().replaceAll('-', '_')}_PORT`]: '0'
  })
  return spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
}

test('a service too old for its database exits with the code for a bad environment, and says what it found', async () => {
  const found = await Promise.all(
    DATABASES.map(async name => {
      const database = `${stores.database}_${name}`
      await using mongo = await connectMongo({
        ...{ url: stores.mongodbUrl, database, logger: createLogger('test', 'silent') }
      })
      await claimSchema(mongo, database, SCHEMA + 2)
      const child = startOf(serviceOf(name))
      const [said, [code]] = await Promise.all([child.stderr!.toArray(), once(child, 'exit')])
      return { code, says: String(Buffer.concat(said)).includes(`${database} holds documents of schema ${SCHEMA + 2}`) }
    })
  )
  expect(found).toEqual(DATABASES.map(() => ({ code: 78, says: true })))
}, 60_000)
