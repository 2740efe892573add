import { runOps, type System, startSystem } from '@inbox/devstack'
import { mongoCommand, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

const SERVICE_TOKEN_SECRET = 'of-this-test-and-longer-than-thirty-two'
let system: System

beforeAll(async () => {
  const services = ['directory', 'presence', 'queue', 'media'] as const
  system = await startSystem(import.meta.url, { services: [...services], env: { SERVICE_TOKEN_SECRET } })
}, 90_000)
afterAll(() => system?.stop())

async function ops(...args: string[]): Promise<{ code: number; lines: Record<string, unknown>[] }> {
  const { stores, urls } = system
  const env = {
    SERVICE_TOKEN_SECRET,
    ...{ DIRECTORY_URL: urls.directory, PRESENCE_URL: urls.presence },
    ...{ MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.database, RABBITMQ_URL: stores.rabbitmqUrl }
  }
  const { code, stdout, stderr } = await runOps(args, env)
  if (stderr) throw new Error(stderr)
  const lines = stdout.split('\n').filter(Boolean)
  return { code, lines: lines.map(line => JSON.parse(line)) }
}

test('what queue missed from other services is reported by ops replicas check, and repaired by rebuild while work goes on', async () => {
  const replicas = (verb: 'check' | 'rebuild') => ops('replicas', verb, '--settle', '0')
  await waitFor(async () => (await replicas('check')).code === 0, { timeoutMs: 30_000 })
  expect(await replicas('rebuild')).toEqual({ code: 0, lines: [{ agents: 0, departments: 0, presences: 0 }] })
  await mongoCommand(system.stores.mongodbUrl, `${system.stores.database}_queue`, {
    update: 'agents',
    updates: [{ q: {}, u: { $set: { directoryVersion: -1, role: 'agent' } }, multi: true }]
  })
  expect(await replicas('check')).toMatchObject({ code: 1, lines: [{ rule: 'I11', collection: 'agents' }] })
  const rebuilt = await replicas('rebuild')
  expect(rebuilt).toEqual({ code: 0, lines: [{ agents: 1, departments: 0, presences: 0 }] })
  await waitFor(async () => (await replicas('check')).code === 0, { timeoutMs: 30_000 })
})
