import { hash } from 'node:crypto'
import { type AuditEntry, type ServiceAccountWithKey, serviceAccountChanged } from '@inbox/contracts'
import type { User } from '@inbox/http'
import { connectBroker, on } from '@inbox/messaging'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aDepartment, anAgent, startDirectory, type TestDirectory, user } from './builders.ts'

const PATH = '/v1/service-accounts'
let directory: TestDirectory
let sales: string
const told: ServiceAccountWithKey[] = []
const stack = new AsyncDisposableStack()
const logger = createLogger('tests', 'silent')

beforeAll(async () => {
  directory = await startDirectory(import.meta.url)
  stack.defer(() => directory.stop())
  sales = (await directory.admin('POST', '/v1/departments', aDepartment())).body.id
  const url = directory.stores.rabbitmqUrl
  const gateway = stack.use(connectBroker({ url, service: 'inbox-gateway', publishes: [], logger }))
  const take = async ({ data }: { data: { serviceAccount: ServiceAccountWithKey } }) =>
    void told.push(data.serviceAccount)
  gateway.subscribe({ prefetch: 100, handlers: [on(serviceAccountChanged, take)] })
  await gateway.whenReady()
})
afterAll(() => stack.disposeAsync())

const anAccount = (name: string, more: object = {}) => ({ name, scopes: ['conversations:read'], ...more })
const create = (name: string, more?: object) => directory.admin('POST', PATH, anAccount(name, more))
const listed = async (query = '') => (await directory.admin('GET', `${PATH}?limit=200${query}`)).body.items
const audit = async (id: string): Promise<AuditEntry[]> =>
  (await directory.admin('GET', `/v1/audit?subjectId=${id}`)).body.items

test('a service account is created with a token that is shown once, and stored only as a hash', async () => {
  const { status, body } = await create('CRM', { departmentIds: [sales] })
  expect(status).toBe(201)
  expect(body).toMatchObject({ name: 'CRM', active: true, scopes: ['conversations:read'], departmentIds: [sales] })
  expect(body.token).toMatch(/^si_sa_[\w-]{43}$/)
  const [seen] = (await listed()).filter(({ id }: { id: string }) => id === body.id)
  expect(seen).toEqual({ ...body, token: undefined })
  expect(seen.hint).toBe(body.token.slice(-4))

  await waitFor(() => told.some(({ id }) => id === body.id))
  const sha256 = hash('sha256', body.token)
  expect(told.find(({ id }) => id === body.id)).toMatchObject({ active: true, sha256, departmentIds: [sales] })
  const snapshot = await directory.call('GET', '/v1/snapshot')
  expect(snapshot.body.serviceAccounts).toContainEqual(expect.objectContaining({ id: body.id, sha256 }))

  const { MONGODB_URL: url } = directory.config
  await using mongo = await connectMongo({ url, database: `${directory.stores.name}_directory`, logger })
  for (const name of ['serviceAccounts', 'audit'])
    expect(JSON.stringify(await mongo.collection(name).find({}).toArray())).not.toContain(body.token)
})

test('a revoked one is announced at once, stays in the list of all, and releases its name', async () => {
  const { body } = await create('Nightly export')
  expect(await create('NIGHTLY EXPORT')).toMatchObject({ status: 409, body: { code: 'name-taken' } })
  expect((await directory.admin('DELETE', `${PATH}/${body.id}`)).status).toBe(204)
  expect((await directory.admin('DELETE', `${PATH}/${body.id}`)).status).toBe(204)
  await waitFor(() => told.some(({ id, active }) => id === body.id && !active))
  const ids = async (query: string) => (await listed(query)).map(({ id }: { id: string }) => id)
  expect(await ids('&active=true')).not.toContain(body.id)
  expect(await ids('&active=false')).toContain(body.id)
  expect(await ids('')).toContain(body.id)
  expect((await create('Nightly export')).status).toBe(201)
  expect((await audit(body.id)).map(({ action, subject, actor }) => [action, subject.kind, actor.kind])).toEqual([
    ['deactivated', 'serviceAccount', 'user'],
    ['created', 'serviceAccount', 'user']
  ])
  expect((await directory.admin('DELETE', `${PATH}/nobody`)).status).toBe(404)
})

test('the last use is derived from gateways’ reports, however late and in whatever order', async () => {
  const { body } = await create('Used')
  const used = async (ageMs: number) => {
    const uses = [{ id: body.id, ageMs }]
    expect((await directory.call('POST', '/v1/service-account-uses', { body: { uses } })).status).toBe(204)
    return (await listed()).find(({ id }: { id: string }) => id === body.id).lastUsedAt
  }
  const now = directory.clock.now().getTime()
  expect(await used(60_000)).toBe(new Date(now - 60_000).toISOString())
  expect(await used(90_000)).toBe(new Date(now - 60_000).toISOString())
  expect(await used(1000)).toBe(new Date(now - 1000).toISOString())
  expect((await audit(body.id)).length).toBe(1)
})

test.each([
  ['no scope', { scopes: [] }, 'body.scopes'],
  ['an unknown scope', { scopes: ['everything'] }, 'body.scopes.0'],
  ['the same scope twice', { scopes: ['contacts:read', 'contacts:read'] }, 'body.scopes'],
  ['an unknown department', { departmentIds: ['nowhere'] }, 'body.departmentIds.0'],
  [
    'departments, and a scope that has none',
    { scopes: ['contacts:read', 'reports:read'], departmentIds: ['x'] },
    'body.scopes.1'
  ]
])('%s is refused with its path', async (_, wrong, path) => {
  expect(await create('Wrong', wrong)).toMatchObject({ status: 400, body: { issues: [{ path }] } })
})

test('one that acts as a bot has the bot’s departments and an agent’s permissions, so none of its own', async () => {
  const bot = anAgent({ name: 'Robin', email: 'robin@example.com', bot: { silentSeconds: 60 } })
  const botId = (await directory.admin('POST', '/v1/agents', bot)).body.id
  const personId = (await directory.admin('POST', '/v1/agents', anAgent({ email: 'person@example.com' }))).body.id
  const made = (more: object) => directory.admin('POST', PATH, { name: 'Robin', ...more })
  expect(await made({ botId: personId })).toMatchObject({ status: 400, body: { issues: [{ path: 'body.botId' }] } })
  const wrong = await made({ botId, scopes: ['reports:read'], departmentIds: [sales] })
  expect(wrong.body.issues.map(({ path }: { path: string }) => path)).toEqual(
    expect.arrayContaining(['body.scopes', 'body.departmentIds'])
  )
  const { status, body } = await made({ botId })
  expect([status, body.botId, body.scopes]).toEqual([201, botId, []])
  await waitFor(() => told.some(each => each.id === body.id && each.botId === botId))
})

describe('a program that administers', () => {
  const program: User = { ...user('admin', 'sa-1'), name: 'Provisioning', scopes: ['administration:write'] }
  const as = (method: string, path: string, body?: unknown) => directory.call(method, path, { as: program, body })

  test('is recorded in the audit log as its service account', async () => {
    const { body } = await as('POST', '/v1/departments', aDepartment({ name: 'By a program' }))
    expect((await audit(body.id))[0]!.actor).toEqual({ kind: 'serviceAccount', id: 'sa-1', name: 'Provisioning' })
  })

  test('registers and changes agents, but cannot get into a person’s account', async () => {
    const rui = anAgent({ name: 'Rui', email: 'rui@example.com' })
    const { status, body } = await as('POST', '/v1/agents', rui)
    expect(status).toBe(201)
    expect((await as('PUT', `/v1/agents/${body.id}`, { ...rui, limit: 5 })).status).toBe(200)
    const { id: boss } = (await directory.admin('GET', '/v1/agents')).body.items.find(
      ({ role }: { role: string }) => role === 'admin'
    )
    const refused = [
      await as('POST', '/v1/agents', { ...rui, email: 'new@example.com', role: 'admin' }),
      await as('POST', '/v1/agents', { ...rui, email: 'new@example.com', password: 'an unusual password' }),
      await as('PUT', `/v1/agents/${body.id}`, { ...rui, role: 'admin' }),
      await as('PUT', `/v1/agents/${body.id}`, { ...rui, password: 'an unusual password' }),
      await as('PUT', `/v1/agents/${boss}`, { ...rui, email: 'mine@example.com' }),
      await as('POST', `/v1/agents/${body.id}/one-time-password`),
      await as('POST', PATH, anAccount('Another')),
      await as('DELETE', `${PATH}/${body.id}`)
    ]
    expect(refused.map(each => each.status)).toEqual(refused.map(() => 403))
  })
})
