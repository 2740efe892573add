import { mintServiceToken, type User } from '@inbox/http'
import { isolate, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readConfig } from '../src/config.ts'
import { start } from '../src/service.ts'
import { beat } from './fixture.ts'

const SECRET = 'service-token-secret-of-the-tests-123'
let stores: Awaited<ReturnType<typeof isolate>>
let service: Awaited<ReturnType<typeof start>>
beforeAll(async () => {
  stores = await isolate(import.meta.url)
  service = await start(
    readConfig({
      RABBITMQ_URL: stores.rabbitmqUrl,
      REDIS_URL: stores.redisUrl,
      REDIS_PREFIX: stores.redisPrefix,
      MONGODB_URL: stores.mongodbUrl,
      MONGODB_DATABASE_PREFIX: stores.name,
      PRESENCE_PORT: '0',
      SERVICE_TOKEN_SECRET: SECRET,
      LOG_LEVEL: 'silent'
    })
  )

  await waitFor(async () => (await fetch(`${service.url}/readyz`)).ok)
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await stores.remove()
})

const user = (id: string, role: User['role']): User => ({ kind: 'user', id, name: id, role, departmentIds: [] })
async function call(method: string, path: string, body?: unknown, actor?: User) {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      authorization: `Bearer ${await mintServiceToken('inbox-gateway', SECRET, actor)}`,
      ...(body !== undefined && { 'content-type': 'application/json' })
    },
    ...(body !== undefined && { body: JSON.stringify(body) })
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const choose = (id: string, body: unknown, actor?: User) => call('PUT', `/v1/agents/${id}/status`, body, actor)

describe('the HTTP interface', () => {
  test('a sign-in makes an agent available, and later ones leave the chosen status alone', async () => {
    expect((await choose('ana', { status: 'available', cause: 'signedIn' })).body).toMatchObject({
      status: 'available'
    })
    expect((await choose('ana', { status: 'break', reason: 'lunch' })).body).toMatchObject({
      status: 'break',
      reason: 'lunch'
    })
    expect((await choose('ana', { status: 'available', cause: 'signedIn' })).body).toMatchObject({ status: 'break' })
  })

  test('connecting before the sign-in neither chooses a status nor keeps the sign-in from doing so', async () => {
    const batch = { gatewayId: 'g', pingMs: 3000, beats: [beat('rui')], closed: [] }
    expect(await call('POST', '/v1/beats', batch)).toMatchObject({ status: 202, body: { accepted: 1 } })
    const listed = await call('GET', '/v1/agents?ids=rui,nobody')
    expect(listed.body.items).toMatchObject([{ agentId: 'rui', status: 'unavailable', link: 'connected' }])
    expect((await choose('rui', { status: 'available', cause: 'signedIn' })).body).toMatchObject({
      status: 'available'
    })
  })

  test('agents choose only their own status, supervisors anybody’s, and nobody may claim what only services know', async () => {
    expect((await choose('ana', { status: 'available' }, user('ana', 'agent'))).status).toBe(200)
    expect((await choose('ana', { status: 'break' }, user('rui', 'agent'))).status).toBe(403)
    expect((await choose('ana', { status: 'break' }, user('sue', 'supervisor'))).status).toBe(200)
    expect((await choose('ana', { status: 'break', cause: 'idle' }, user('ana', 'agent'))).status).toBe(403)
  })

  test('beats are accepted only from services', async () => {
    const batch = { gatewayId: 'g', pingMs: 3000 }
    expect((await call('POST', '/v1/beats', batch, user('ana', 'agent'))).status).toBe(403)
    expect((await fetch(`${service.url}/v1/agents`)).status).toBe(401)
  })

  test('a malformed batch is refused as a whole, with the paths of what is wrong', async () => {
    const beats = [beat('eva'), { agentId: 'e v', sessionId: 'c', ageMs: -1, $where: 1 }]
    const { status, body } = await call('POST', '/v1/beats', { gatewayId: 'g', pingMs: 3000, beats })
    expect(status).toBe(400)
    expect((body.issues as { path: string }[]).map(({ path }) => path)).toContain('body.beats.1.ageMs')
    expect((await call('GET', '/v1/agents?ids=eva')).body).toEqual({ items: [] })
  })
})
