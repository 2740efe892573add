import { type AuditEntry, accessAudited, channelAccessAudited, directoryAudited } from '@inbox/contracts'
import { connectBroker, newEnvelope, on } from '@inbox/messaging'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createRemoveOldAudit } from '../src/application/remove-old-audit.ts'
import { type AuditDocument, openAudit } from '../src/store/audit.ts'
import { ADMIN, aChannel, aDepartment, anAgent, startDirectory, type TestDirectory, user } from './builders.ts'

let directory: TestDirectory
// by id, as events are delivered at least once
const told = new Map<string, AuditEntry>()
const stack = new AsyncDisposableStack()

beforeAll(async () => {
  directory = await startDirectory(import.meta.url)
  stack.defer(() => directory.stop())
  const logger = createLogger('tests', 'silent')
  const url = directory.stores.rabbitmqUrl
  const listener = stack.use(connectBroker({ url, service: 'queue', publishes: [], logger }))
  const take = async ({ data }: { data: { entry: AuditEntry } }) => void told.set(data.entry.id, data.entry)
  listener.subscribe({ prefetch: 100, handlers: [on(directoryAudited, take)] })
  await listener.whenReady()
})
afterAll(() => stack.disposeAsync())

const audit = async (query = ''): Promise<AuditEntry[]> =>
  (await directory.admin('GET', `/v1/audit?${query}`)).body.items
const create = async (path: string, body: object): Promise<string> =>
  (await directory.admin('POST', path, body)).body.id

test('every change says who did what, with the changed fields before and after, as soon as it is answered', async () => {
  const id = await create('/v1/departments', aDepartment({ name: 'Told' }))
  await directory.admin('PUT', `/v1/departments/${id}`, {
    ...aDepartment(),
    name: 'Told',
    distribution: { mode: 'manual' }
  })
  await directory.admin('DELETE', `/v1/departments/${id}`)
  const [last, second, first] = await audit(`subjectId=${id}`)
  const subject = { kind: 'department', id, name: 'Told' }
  expect(first).toMatchObject({ action: 'created', version: 1, subject })
  expect(first!.changes).toContainEqual({ path: 'distribution.mode', after: 'automatic' })
  expect(second).toMatchObject({
    action: 'changed',
    version: 2,
    actor: { kind: 'user', id: 'admin-1', role: 'admin' },
    changes: [{ path: 'distribution.mode', before: 'automatic', after: 'manual' }]
  })
  expect(last).toMatchObject({ action: 'deactivated', changes: [{ path: 'active', before: true, after: false }] })
  await waitFor(() => [...told.values()].filter(entry => entry.subject.id === id).length === 3)
  expect(told.get(second!.id)).toEqual(second)
})

test('what changes nothing, or is refused, is not audited', async () => {
  const id = await create('/v1/departments', aDepartment({ name: 'Still' }))
  await directory.admin('PUT', `/v1/departments/${id}`, aDepartment({ name: 'Still' }))
  await directory.admin('PUT', `/v1/departments/${id}`, aDepartment({ name: 'Late' }), 7)
  await directory.admin('POST', '/v1/departments', aDepartment({ name: 'STILL' }))
  expect(await audit(`subjectId=${id}`)).toHaveLength(1)
})

test('of concurrent changes each is recorded once, with the state it found', async () => {
  const id = await create('/v1/agents', anAgent({ email: 'busy@example.com', limit: 100 }))
  const limits = [1, 2, 3, 4, 5]
  await Promise.all(
    limits.map(limit => directory.admin('PUT', `/v1/agents/${id}`, anAgent({ email: 'busy@example.com', limit })))
  )
  const steps = (await audit(`subjectId=${id}&action=changed`)).toSorted((a, b) => a.version - b.version)
  expect(steps.map(({ version }) => version)).toEqual([2, 3, 4, 5, 6])
  const limitOf = steps.map(({ changes }) => changes[0]!)
  expect(limitOf.map(({ before }) => before)).toEqual([100, ...limitOf.slice(0, -1).map(({ after }) => after)])
})

test('secrets are never shown: passwords, keys, secret texts in a channel’s settings', async () => {
  const password = 'an unusual password'
  const agentId = await create('/v1/agents', anAgent({ email: 'hush@example.com', password }))
  const departmentId = await create('/v1/departments', aDepartment({ name: 'Hush' }))
  const channel = (smtpPassword: string) =>
    aChannel(departmentId, { kind: 'email', settings: { smtpPort: smtpPassword.length, smtpPassword } })
  const id = await create('/v1/channels', channel('first-token'))
  await directory.admin('PUT', `/v1/channels/${id}`, channel('other-one'))
  const { apiKey, id: keyId } = (await directory.admin('POST', `/v1/channels/${id}/keys`, {})).body

  const entries = [...(await audit(`subjectId=${id}`)), ...(await audit(`subjectId=${agentId}`))]
  expect(entries[1]!.changes).toEqual([
    { path: 'settings.smtpPort', before: 11, after: 9 },
    { path: 'settings.smtpPassword', before: '•••', after: '•••' }
  ])
  expect(entries[0]!.changes).toEqual([{ path: `keys.${keyId}.hint`, after: apiKey.slice(-4) }])
  expect(entries.at(-1)!.changes.map(({ path }) => path)).toContain('passwordSetAt')
  expect(JSON.stringify(entries)).not.toMatch(/scrypt|unusual|first-token|other-one|sha256/)
  expect(JSON.stringify(entries)).not.toContain(apiKey)
})

test('the first administrator is recorded as created by the directory itself', async () => {
  const [entry] = await audit('actorId=directory')
  expect(entry).toMatchObject({ actor: { kind: 'service' }, action: 'created', subject: { kind: 'agent' } })
  expect(entry!.changes).toContainEqual({ path: 'email', after: ADMIN.email })
})

test('the log is read in pages, newest first, and by kind, actor and time', async () => {
  directory.clock.advance(60_000)
  const from = directory.clock.now().toISOString()
  for (const name of ['P1', 'P2', 'P3', 'P4', 'P5']) await create('/v1/departments', aDepartment({ name }))
  await create('/v1/agents', anAgent({ email: 'paged@example.com' }))
  const names: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = `subjectKind=department&actorId=admin-1&from=${from}&limit=2${cursor && `&cursor=${cursor}`}`
    const { body } = await directory.admin('GET', `/v1/audit?${query}`)
    names.push(...body.items.map(({ subject }: AuditEntry) => subject.name))
    cursor = body.nextCursor
  }
  expect(names).toEqual(['P5', 'P4', 'P3', 'P2', 'P1'])
  expect((await audit(`to=${from}`)).map(({ subject }) => subject.name)).not.toContain('P1')
  expect((await directory.admin('GET', '/v1/audit?cursor=nonsense')).status).toBe(400)
  expect((await directory.admin('GET', '/v1/audit?from=yesterday')).status).toBe(400)
})

test('it is for administrators only', async () => {
  for (const role of ['agent', 'supervisor'] as const)
    expect((await directory.call('GET', '/v1/audit', { as: user(role) })).status).toBe(403)
})

test('an entry recorded again after a crash is there once', async () => {
  const { stores } = directory
  await using mongo = await connectMongo({
    url: stores.mongodbUrl,
    database: `${stores.name}_directory`,
    logger: createLogger('tests', 'silent')
  })
  const records = await openAudit(mongo.collection<AuditDocument>('audit'))
  const before = await audit()
  await records.record([{ ...before[0]!, id: 'new-one' }, ...before])
  expect(await audit()).toHaveLength(before.length + 1)
})

test('what supervisors read of others’ conversations is in the audit log once, however often it is reported', async () => {
  const { rabbitmqUrl: url } = directory.stores
  await using queue = connectBroker({
    ...{ url, service: 'queue', publishes: [accessAudited], logger: createLogger('tests', 'silent') }
  })
  await queue.whenReady()
  const entry: AuditEntry = {
    ...{ id: 'read_1', at: new Date().toISOString(), version: 1, changes: [], correlationId: 'test', action: 'read' },
    actor: { kind: 'user', id: 'bo', name: 'Bo', role: 'supervisor' },
    subject: { kind: 'conversation', id: 'conv-1', name: '20260101-AAAA' }
  }
  const about = { key: 'bo', version: 0, occurredAt: new Date(), correlationId: 'test' }
  const tell = (id: string) =>
    queue.publish(accessAudited, newEnvelope(accessAudited, { ...about, data: { entry: { ...entry, id } } }))
  for (const id of ['read_1', 'read_1', 'read_2']) await tell(id)
  await waitFor(async () => (await audit('subjectKind=conversation')).length === 2)
  expect((await audit('subjectId=conv-1&actorId=bo')).find(({ id }) => id === 'read_1')).toEqual(entry)
})

test('who read a channel’s payloads is recorded with the channel’s name, which its adapter does not know', async () => {
  const { rabbitmqUrl: url } = directory.stores
  await using adapters = connectBroker({
    ...{ url, service: 'channel-adapters', publishes: [channelAccessAudited], logger: createLogger('tests', 'silent') }
  })
  await adapters.whenReady()
  const name = 'Told of'
  const id = await create('/v1/channels', aChannel(await create('/v1/departments', aDepartment({ name })), { name }))
  const entry: AuditEntry = {
    ...{ id: 'read_raw', at: new Date().toISOString(), version: 1, changes: [], correlationId: 'test', action: 'read' },
    actor: { kind: 'user', id: 'bo', name: 'Bo', role: 'supervisor' },
    subject: { kind: 'channel', id, name: id }
  }
  const about = { key: 'bo', version: 0, occurredAt: new Date(), correlationId: 'test' }
  await adapters.publish(channelAccessAudited, newEnvelope(channelAccessAudited, { ...about, data: { entry } }))
  const told = await waitFor(async () => (await audit(`subjectId=${id}&actorId=bo`))[0])
  expect(told).toEqual({ ...entry, subject: { ...entry.subject, name } })
})

test('what is older than its retention period is removed in parts, and nothing else', async () => {
  const logger = createLogger('tests', 'silent')
  const { mongodbUrl: url, database } = directory.stores
  await using mongo = await connectMongo({ url, database: `${database}_retention`, logger })
  const collection = mongo.collection<AuditDocument>('audit')
  const kept = await openAudit(collection)
  const now = new Date()
  const entryAt = (daysAgo: number, n = 0): AuditEntry => ({
    ...{ id: `${daysAgo}-${n}`, at: new Date(now.getTime() - daysAgo * 86_400_000 - n).toISOString(), version: 1 },
    ...{ actor: { kind: 'user', id: 'ana', name: 'Ana' }, action: 'changed', changes: [], correlationId: 'test' },
    subject: { kind: 'agent', id: 'ana', name: 'Ana' }
  })
  await kept.record([entryAt(29), entryAt(0), ...Array.from({ length: 1500 }, (_, n) => entryAt(31, n))])
  const removeOld = createRemoveOldAudit({ audit: kept, clock: { now: () => now }, logger, days: 30 })
  const stopped = AbortSignal.abort()
  await removeOld(stopped)
  expect(await collection.countDocuments()).toBe(502)
  await removeOld(new AbortController().signal)
  expect((await collection.find({}).toArray()).map(({ _id }) => _id).toSorted()).toEqual(['0-0', '29-0'])
})
