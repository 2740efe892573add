import { createHash } from 'node:crypto'
import { agentChanged, channelChanged, departmentChanged, type Envelope } from '@inbox/contracts'
import { connectBroker, on } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aChannel, aDepartment, anAgent, startDirectory, type TestDirectory, user } from './builders.ts'

let directory: TestDirectory
const events: Envelope<never>[] = []
let stopListening = async () => {}

beforeAll(async () => {
  directory = await startDirectory(import.meta.url)
  const listener = connectBroker({
    url: directory.stores.rabbitmqUrl,
    service: 'channel-ingest',
    publishes: [],
    logger: createLogger('tests', 'silent')
  })
  const take = async (envelope: Envelope<unknown>) => void events.push(envelope as Envelope<never>)
  listener.subscribe({
    prefetch: 100,
    handlers: [on(departmentChanged, take), on(agentChanged, take), on(channelChanged, take)]
  })
  stopListening = async () => listener[Symbol.asyncDispose]()
  await listener.whenReady()
})
afterAll(async () => {
  await stopListening()
  await directory.stop()
})

const departmentIdOf = async (name: string): Promise<string> =>
  (await directory.admin('POST', '/v1/departments', aDepartment({ name }))).body.id

describe('departments', () => {
  test('are created, read, listed by name and deactivated, and each answer carries its version as ETag', async () => {
    const created = await directory.admin('POST', '/v1/departments', aDepartment({ name: 'Zebra' }))
    expect(created).toMatchObject({ status: 201, body: { name: 'Zebra', active: true, version: 1 } })
    expect(created.headers.get('etag')).toBe('"1"')
    const id = created.body.id
    expect((await directory.admin('GET', `/v1/departments/${id}`)).body).toEqual(created.body)
    expect((await directory.admin('DELETE', `/v1/departments/${id}`)).status).toBe(204)
    expect((await directory.admin('DELETE', `/v1/departments/${id}`)).status).toBe(204)
    expect((await directory.admin('GET', `/v1/departments/${id}`)).body).toMatchObject({ active: false, version: 2 })
  })

  test('have names that are unique whatever their case', async () => {
    await departmentIdOf('Cobrança')
    const again = await directory.admin('POST', '/v1/departments', aDepartment({ name: 'COBRANÇA' }))
    expect(again).toMatchObject({ status: 409, body: { code: 'name-taken' } })
  })

  test('are not overwritten by somebody who has seen an older version', async () => {
    const id = await departmentIdOf('Guarded')
    const path = `/v1/departments/${id}`
    const changed = await directory.admin('PUT', path, aDepartment({ name: 'Guarded 2' }), 1)
    expect(changed).toMatchObject({ status: 200, body: { version: 2, name: 'Guarded 2' } })
    const late = await directory.admin('PUT', path, aDepartment({ name: 'Guarded 3' }), 1)
    expect(late).toMatchObject({ status: 412, body: { code: 'precondition-failed', current: { version: 2 } } })
  })

  test('changed at once by many without If-Match are all changed, one after the other', async () => {
    const path = `/v1/departments/${await departmentIdOf('Contended')}`
    const writes = await Promise.all(
      [1, 2, 3, 4, 5].map(n => directory.admin('PUT', path, aDepartment({ name: `Contended ${n}` })))
    )
    expect(writes.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect((await directory.admin('GET', path)).body.version).toBe(6)
  })

  test('put again unchanged keep their version', async () => {
    const path = `/v1/departments/${await departmentIdOf('Still')}`
    expect((await directory.admin('PUT', path, aDepartment({ name: 'Still' }))).body.version).toBe(1)
  })

  test('are listed in pages, by name and completely', async () => {
    await Promise.all(['p2', 'p1', 'p4', 'p3'].map(departmentIdOf))
    const names: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor ? `?limit=3&cursor=${cursor}` : '?limit=3'
      const { body } = await directory.admin('GET', `/v1/departments${query}`)
      names.push(...body.items.map(({ name }: { name: string }) => name.toLowerCase()))
      cursor = body.nextCursor
    }
    expect(names.filter(name => /^p\d$/.test(name))).toEqual(['p1', 'p2', 'p3', 'p4'])
    expect(new Set(names).size).toBe(names.length)
  })

  test('overflow to a department that exists and never leads back', async () => {
    const overflowingTo = (name: string, departmentId: string) => {
      const fields = aDepartment({ name })
      return { ...fields, distribution: { ...fields.distribution, overflow: { departmentId, afterSeconds: 60 } } }
    }
    const path = 'body.distribution.overflow.departmentId'
    const [first, second, third] = await Promise.all(['first', 'second', 'third'].map(departmentIdOf))
    const chain = [
      ['first', first, second],
      ['second', second, third]
    ] as const
    for (const [name, id, next] of chain)
      expect((await directory.admin('PUT', `/v1/departments/${id}`, overflowingTo(name, next!))).status).toBe(200)
    const refused = { status: 400, body: { issues: [{ path, message: 'leads back to the department itself' }] } }
    expect(await directory.admin('PUT', `/v1/departments/${third}`, overflowingTo('third', first!))).toMatchObject(
      refused
    )
    for (const [target, message] of [
      ['none', 'is not a department'],
      [third!, 'is the department itself']
    ] as const)
      expect(await directory.admin('PUT', `/v1/departments/${third}`, overflowingTo('third', target))).toMatchObject({
        status: 400,
        body: { issues: [{ path, message }] }
      })
  })

  test.each([
    ['an invalid cursor', 'GET', '/v1/departments?cursor=x', undefined, 400],
    ['an unknown id', 'GET', '/v1/departments/none', undefined, 404],
    ['an unknown id in a change', 'PUT', '/v1/departments/none', aDepartment(), 404],
    ['an unknown field', 'POST', '/v1/departments', { ...aDepartment(), secret: 1 }, 400],
    ['an operator instead of a name', 'POST', '/v1/departments', { ...aDepartment(), name: { $gt: '' } }, 400]
  ])('refuse %s', async (_, method, path, body, status) => {
    expect((await directory.admin(method, path, body)).status).toBe(status)
  })
})

test.each([
  ['an unknown time zone', { timeZone: 'Europe/Atlantis' }, 'body.hours.timeZone'],
  ['an invalid time of day', { weekly: [{ day: 1, from: '25:00', to: '26:00' }] }, 'body.hours.weekly.0.from'],
  ['an invalid date', { holidays: ['2026-02-30'] }, 'body.hours.holidays.0']
])('business hours with %s are refused, naming it', async (_, wrong, path) => {
  const hours = { timeZone: 'Europe/Lisbon', weekly: [], ...wrong }
  const answer = await directory.admin('POST', '/v1/departments', { ...aDepartment({ name: 'Hours' }), hours })
  expect(answer).toMatchObject({ status: 400 })
  expect(answer.body.issues.map((issue: { path: string }) => issue.path)).toContain(path)
})

describe('agents', () => {
  test('belong to existing departments', async () => {
    const id = await departmentIdOf('Real')
    const body = anAgent({ email: 'real@example.com', departmentIds: [id, 'unreal'] })
    expect(await directory.admin('POST', '/v1/agents', body)).toMatchObject({
      status: 400,
      body: { issues: [{ path: 'body.departmentIds.1' }] }
    })
  })

  test('are people or bots for good, and a department offers first only to an active bot of its own', async () => {
    const id = await departmentIdOf('With a bot')
    const email = 'bot@example.com'
    const bot = anAgent({ name: 'Bot', email, departmentIds: [id], bot: { silentSeconds: 20 } })
    const { body: made } = await directory.admin('POST', '/v1/agents', bot)
    const { body: person } = await directory.admin('POST', '/v1/agents', anAgent({ email: 'person@example.com' }))
    expect(made.bot).toEqual({ silentSeconds: 20 })
    expect(await directory.admin('PUT', `/v1/agents/${made.id}`, { ...bot, role: 'admin' })).toMatchObject({
      ...{ status: 400, body: { issues: [{ path: 'body.role', message: 'of a bot must be agent' }] } }
    })
    expect((await directory.admin('PUT', `/v1/agents/${made.id}`, anAgent({ email }))).status).toBe(422)

    const offersTo = (botId: string, name = 'With a bot', at = `/v1/departments/${id}`) =>
      directory.admin('PUT', at, { ...aDepartment({ name }), botId })
    const refused = (message: string) => ({ status: 400, body: { issues: [{ path: 'body.botId', message }] } })
    expect(await offersTo(made.id)).toMatchObject({ status: 200, body: { botId: made.id } })
    expect(await offersTo(person.id)).toMatchObject(refused('is not a bot'))
    const elsewhere = `/v1/departments/${await departmentIdOf('Without')}`
    expect(await offersTo(made.id, 'Without', elsewhere)).toMatchObject(
      refused('is a bot that does not belong to this department yet')
    )
    await directory.admin('PUT', `/v1/agents/${made.id}`, { ...bot, active: false })
    expect(await offersTo(made.id, 'Still')).toMatchObject(refused('is a bot that is not active'))
  })

  test('have unique email addresses, whatever their case', async () => {
    await directory.admin('POST', '/v1/agents', anAgent({ email: 'one@example.com' }))
    const twice = await directory.admin('POST', '/v1/agents', anAgent({ email: 'ONE@example.com' }))
    expect(twice).toMatchObject({ status: 409, body: { code: 'email-taken' } })
    const other = await directory.admin('POST', '/v1/agents', anAgent({ email: 'two@example.com' }))
    const taken = await directory.admin('PUT', `/v1/agents/${other.body.id}`, anAgent({ email: 'one@example.com' }))
    expect(taken).toMatchObject({ status: 409, body: { code: 'email-taken' } })
  })

  test('never reveal anything about their passwords', async () => {
    const body = anAgent({ email: 'secret@example.com', password: 'a long password' })
    const created = await directory.admin('POST', '/v1/agents', body)
    expect(JSON.stringify(created.body)).not.toMatch(/password|scrypt/)
    expect(JSON.stringify(events)).not.toMatch(/scrypt/)
  })

  test('are seen by all staff and changed by administrators only', async () => {
    for (const role of ['agent', 'supervisor'] as const) {
      expect((await directory.call('GET', '/v1/agents', { as: user(role) })).status).toBe(200)
      expect((await directory.call('POST', '/v1/agents', { as: user(role), body: anAgent() })).status).toBe(403)
    }
    expect((await directory.call('GET', '/v1/snapshot', { as: user('admin') })).status).toBe(403)
  })
})

describe('channels', () => {
  test('have the session rule of their kind unless one is chosen', async () => {
    const departmentId = await departmentIdOf('Channels')
    const whatsapp = await directory.admin('POST', '/v1/channels', aChannel(departmentId))
    expect(whatsapp).toMatchObject({ status: 201, body: { session: { kind: 'window' }, keys: [] } })
    expect(whatsapp.body.capabilities).toMatchObject({ text: { max: 4096 }, templates: true, quotes: true })
    const never = await directory.admin('POST', '/v1/channels', aChannel(departmentId, { session: { kind: 'none' } }))
    expect(never.body.session).toEqual({ kind: 'none' })
    const nowhere = await directory.admin('POST', '/v1/channels', aChannel('nowhere'))
    expect(nowhere).toMatchObject({ status: 400, body: { issues: [{ path: 'body.departmentId' }] } })
  })

  test('have keys that are shown once, stored as SHA-256, and overlap as requested', async () => {
    const created = await directory.admin('POST', '/v1/channels', aChannel(await departmentIdOf('Keys')))
    const path = `/v1/channels/${created.body.id}`
    const first = (await directory.admin('POST', `${path}/keys`, {})).body
    const second = (await directory.admin('POST', `${path}/keys`, { retireOthersAfterSeconds: 60 })).body
    expect(first.apiKey).toMatch(/^sik_[\w-]{43}$/)

    const snapshot = await directory.call('GET', '/v1/snapshot')
    const { keys } = snapshot.body.channels.find(({ id }: { id: string }) => id === created.body.id)
    const sha256 = (key: string) => createHash('sha256').update(key).digest('hex')
    expect(keys).toMatchObject([{ sha256: sha256(first.apiKey), expiresAt: expect.any(String) }, { id: second.id }])
    expect(JSON.stringify(snapshot.body)).not.toContain(first.apiKey)

    directory.clock.advance(61_000)
    expect((await directory.admin('GET', path)).body.keys).toMatchObject([{ hint: second.apiKey.slice(-4) }])
  })
})

describe('a channel’s secrets', () => {
  test('are written and never read: administrators see that they are set, everybody else nothing, other services all but the secrets', async () => {
    const settings = { accessToken: 'of the provider', phoneNumberId: '123' }
    const body = aChannel(await departmentIdOf('Secretive'), { settings })
    const { id } = (await directory.admin('POST', '/v1/channels', body)).body
    await directory.admin('POST', `/v1/channels/${id}/keys`, {})
    expect((await directory.admin('GET', `/v1/channels/${id}`)).body).toMatchObject({
      settings: { accessToken: { set: true }, phoneNumberId: '123' },
      keys: [{}]
    })
    for (const role of ['agent', 'supervisor'] as const) {
      const one = (await directory.call('GET', `/v1/channels/${id}`, { as: user(role) })).body
      expect(one).toMatchObject({ id, name: 'WhatsApp', settings: {}, keys: [] })
      const all = await directory.call('GET', '/v1/channels', { as: user(role) })
      expect(JSON.stringify(all.body)).not.toContain('123')
    }
    const snapshot = await directory.call('GET', '/v1/snapshot')
    expect(JSON.stringify(snapshot.body)).not.toContain('of the provider')
    const { items } = (await directory.call('GET', '/v1/channel-accounts')).body
    expect(items.find((each: { id: string }) => each.id === id)).toMatchObject({ kind: 'whatsapp', settings })
  })

  test('do not include the signature, which agents see below what they write, nor our addresses, to which they do not reply', async () => {
    const settings = {
      address: 'support@azulejo.example',
      signature: '{{agent.name}}, Lisbon',
      smtpHost: 'mail.example'
    }
    const body = aChannel(await departmentIdOf('Signing'), { kind: 'email', settings })
    const { id } = (await directory.admin('POST', '/v1/channels', body)).body
    const { body: seen } = await directory.call('GET', `/v1/channels/${id}`, { as: user('agent') })
    expect(seen.settings).toEqual({ address: 'support@azulejo.example', signature: '{{agent.name}}, Lisbon' })
    const wrong = { ...body, settings: { ...settings, signature: '{{whoever}}' } }
    expect((await directory.admin('POST', '/v1/channels', wrong)).body.issues).toMatchObject([
      { path: 'body.settings.signature' }
    ])
  })

  test('stay when sent back as shown, and are removed when left out', async () => {
    const body = aChannel(await departmentIdOf('Keeping'), { settings: { accessToken: 'of the provider' } })
    const { id } = (await directory.admin('POST', '/v1/channels', body)).body
    const stored = async () => {
      const { items } = (await directory.call('GET', '/v1/channel-accounts')).body
      return items.find((each: { id: string }) => each.id === id).settings
    }
    const shown = { accessToken: { set: true as const }, phoneNumberId: '7' }
    await directory.admin('PUT', `/v1/channels/${id}`, { ...body, settings: shown })
    expect(await stored()).toEqual({ accessToken: 'of the provider', phoneNumberId: '7' })
    await directory.admin('PUT', `/v1/channels/${id}`, { ...body, settings: { phoneNumberId: '7' } })
    expect(await stored()).toEqual({ phoneNumberId: '7' })
  })

  test('a setting that channels of its kind do not have, or with a wrong value, is refused by name', async () => {
    const body = aChannel(await departmentIdOf('Hopeful'), { settings: { callbackUrl: 'https://hooks.example/1' } })
    const refused = await directory.admin('POST', '/v1/channels', body)
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ path: 'body.settings.callbackUrl' }] } })
    const wrong = await directory.admin('POST', '/v1/channels', { ...body, settings: { apiVersion: '24' } })
    expect(wrong).toMatchObject({ status: 400, body: { issues: [{ path: 'body.settings.apiVersion' }] } })
  })

  test('a former version’s setting that is no longer known is still shown, and refused when it is written again', async () => {
    const created = await directory.admin('POST', '/v1/channels', aChannel(await departmentIdOf('Former')))
    const path = `/v1/channels/${created.body.id}`
    await directory.storeFields(created.body.id, { settings: { retries: 3 } })
    expect((await directory.admin('GET', path)).body).toMatchObject({ settings: { retries: 3 } })
    const { id: _, version: __, keys: ___, capabilities: ____, ...fields } = (await directory.admin('GET', path)).body
    const refused = await directory.admin('PUT', path, fields)
    expect(refused).toMatchObject({ status: 400, body: { issues: [{ path: 'body.settings.retries' }] } })
    expect((await directory.admin('PUT', path, { ...fields, settings: {} })).status).toBe(200)
  })

  test('a leaked key can be ended at once, and the others continue', async () => {
    const created = await directory.admin('POST', '/v1/channels', aChannel(await departmentIdOf('Leaky')))
    const path = `/v1/channels/${created.body.id}`
    const [leaked, other] = [
      (await directory.admin('POST', `${path}/keys`, {})).body,
      (await directory.admin('POST', `${path}/keys`, {})).body
    ]
    expect((await directory.admin('DELETE', `${path}/keys/${leaked.id}`)).status).toBe(204)
    expect((await directory.admin('DELETE', `${path}/keys/${leaked.id}`)).status).toBe(404)
    const { channels } = (await directory.call('GET', '/v1/snapshot')).body
    const kept = channels.find(({ id }: { id: string }) => id === created.body.id).keys
    expect(kept.map(({ id }: { id: string }) => id)).toEqual([other.id])
  })
})

describe('events', () => {
  test('contain the whole state and version of each change', async () => {
    const id = await departmentIdOf('Told')
    await directory.admin('PUT', `/v1/departments/${id}`, aDepartment({ name: 'Told again' }))
    await waitFor(() => events.filter(({ key }) => key === id).length === 2)
    expect(events.filter(({ key }) => key === id)).toMatchObject([
      { type: 'directory.department.changed', version: 1, data: { department: { id, version: 1, name: 'Told' } } },
      { type: 'directory.department.changed', version: 2, data: { department: { id, version: 2, name: 'Told again' } } }
    ])
  })

  test('of a channel carry the hashes of its keys', async () => {
    const { body } = await directory.admin('POST', '/v1/channels', aChannel(await departmentIdOf('Hashes')))
    await directory.admin('POST', `/v1/channels/${body.id}/keys`, {})
    const told = await waitFor(() => events.find(({ key, version }) => key === body.id && version === 2))
    expect(told).toMatchObject({ data: { channel: { keys: [{ sha256: expect.stringMatching(/^[\da-f]{64}$/) }] } } })
  })
})
