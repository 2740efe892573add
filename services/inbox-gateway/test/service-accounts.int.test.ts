import { hash } from 'node:crypto'
import { agentChanged, type ServiceAccountWithKey, serviceAccountChanged } from '@inbox/contracts'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { aConversation, anAgent, tokenOf as personalTokenOf } from './builders.ts'
import { startGateway, type TestGateway } from './gateway.ts'

const tokenOf = (id: string) => `si_sa_${id.padEnd(43, '-')}`
const anAccount = (id: string, more: Partial<ServiceAccountWithKey> = {}): ServiceAccountWithKey => ({
  ...{ id, version: 1, name: `Program ${id}`, active: true, scopes: ['conversations:read'] },
  sha256: hash('sha256', tokenOf(id)),
  ...more
})

let gateway: TestGateway
const heard = (account: ServiceAccountWithKey) =>
  gateway.publish(serviceAccountChanged, account.id, account.version, { serviceAccount: account })
const as = (id: string, method: string, path: string, headers: Record<string, string> = {}) =>
  gateway.call(method, path, { headers: { authorization: `Bearer ${tokenOf(id)}`, ...headers } })
const TAB = '/v1/conversations?tab=queue'
/** Resolves once the gateway knows the account. */
async function known(id: string, more: Partial<ServiceAccountWithKey> = {}): Promise<void> {
  await heard(anAccount(id, more))
  await waitFor(async () => (await as(id, 'GET', '/v1/departments')).status !== 401)
}
const asked = (operation: string) => gateway.owners.callsOf(operation).at(-1)!.call.caller

beforeAll(async () => {
  gateway = await startGateway(import.meta.url)
})
afterAll(() => gateway.stop())
beforeEach(() => {
  gateway.world.calls.length = 0
  gateway.world.conversations = [
    aConversation('in-sales'),
    aConversation('in-support', 'queued', { departmentId: 'support' })
  ]
})

describe('a call with a service account’s token', () => {
  test('is forwarded in its name, with its scopes, where they permit it', async () => {
    await known('crm')
    expect((await as('crm', 'GET', TAB)).status).toBe(200)
    expect(asked('listConversations')).toEqual({
      ...{ kind: 'user', id: 'crm', name: 'Program crm' },
      ...{ role: 'supervisor', departmentIds: [], scopes: ['conversations:read'] }
    })
    const { status, body } = await as('crm', 'POST', '/v1/conversations/in-sales/accept')
    expect([status, body.detail]).toEqual([403, 'Requires the scope conversations:write'])
    expect((await as('crm', 'GET', '/v1/me')).body.detail).toBe('Not for service accounts')
  })

  test('sees no more than an agent of its departments if it is restricted to them', async () => {
    await known('bounded', { departmentIds: ['support'] })
    const { body } = await as('bounded', 'GET', TAB)
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['in-support'])
  })

  test('is refused once it is revoked, whatever older state arrives later, and so is an unknown one', async () => {
    await known('leaked')
    await heard(anAccount('leaked', { version: 2, active: false }))
    await waitFor(async () => (await as('leaked', 'GET', TAB)).status === 401)
    await heard(anAccount('leaked'))
    await known('after')
    expect((await as('leaked', 'GET', TAB)).status).toBe(401)
    expect((await as('made-up', 'GET', TAB)).status).toBe(401)
  })

  test('says nothing about anybody’s presence', async () => {
    await known('quiet')
    await as('quiet', 'GET', TAB, { 'x-connection-id': 'c1' })
    expect((await as('quiet', 'POST', '/v1/auth/logout')).status).toBe(204)
    const seen = gateway.world.beats.length
    await waitFor(() => gateway.world.beats.length >= seen + 2)
    const beating = gateway.world.beats.flatMap(({ beats, closed }) => [...beats, ...closed])
    expect(beating.filter(({ agentId }) => agentId === 'quiet')).toEqual([])
    expect(gateway.owners.callsOf('putStatus')).toEqual([])
  })

  test('is reported to the directory as a use at once, then at most once a minute, and the rest at the end', async () => {
    await known('used')
    const told = () =>
      gateway.owners
        .callsOf('recordServiceAccountUses')
        .flatMap(({ call }) => (call.body as { uses: { id: string }[] }).uses)
        .filter(({ id }) => id === 'used').length
    gateway.world.serviceAccounts = [anAccount('used')]
    const another = await gateway.startAnother()
    const call = () => fetch(another.url + TAB, { headers: { authorization: `Bearer ${tokenOf('used')}` } })
    await waitFor(async () => (await call()).ok)
    await waitFor(() => told() >= 2) // one from each gateway
    const before = told()
    await call()
    await another[Symbol.asyncDispose]()
    expect(told()).toBe(before + 1)
  })
})

describe('a service account that acts as a bot', () => {
  const robin = (more: object = {}) =>
    anAgent('robin', {
      name: 'Robin',
      role: 'supervisor',
      departmentIds: ['support'],
      bot: { silentSeconds: 60 },
      ...more
    })
  const tell = (agent: ReturnType<typeof robin>) => gateway.publish(agentChanged, agent.id, agent.version, { agent })
  const beatsOf = (agentId: string) =>
    gateway.world.beats.flatMap(({ beats }) => beats).filter(each => each.agentId === agentId)

  test('is the bot to everybody else: an agent in its departments, present while its socket is, and nothing more', async () => {
    await tell(robin())
    await known('as-robin', { scopes: [], botId: 'robin' })
    await as('as-robin', 'GET', TAB)
    expect(asked('listConversations')).toEqual({
      ...{ kind: 'user', id: 'robin', name: 'Robin', role: 'agent', departmentIds: ['support'] }
    })
    expect((await as('as-robin', 'PUT', '/v1/me/status')).status).toBe(400)
    expect((await as('as-robin', 'GET', '/v1/monitor')).status).toBe(403)
    const client = gateway.connect(tokenOf('as-robin'))
    await waitFor(() => client.all('snapshot').length > 0 && beatsOf('robin').length > 0)
    expect(await client.ask('typing', { conversationId: 'in-support' })).toEqual({})
    client.socket.disconnect()
  })

  test('ends with the bot, and with its own revocation', async () => {
    await tell(robin({ version: 2 }))
    await known('revoked-robin', { scopes: [], botId: 'robin' })
    await known('ending-robin', { scopes: [], botId: 'robin' })
    const clients = ['revoked-robin', 'ending-robin'].map(id => gateway.connect(tokenOf(id)))
    await waitFor(() => clients.every(client => client.all('snapshot').length > 0))
    await heard(anAccount('revoked-robin', { version: 2, active: false, scopes: [], botId: 'robin' }))
    await waitFor(() => clients[0]!.socket.disconnected)
    expect(clients[1]!.socket.connected).toBe(true)
    await tell(robin({ version: 3, active: false }))
    await waitFor(() => clients[1]!.socket.disconnected)
    expect((await as('ending-robin', 'GET', TAB)).status).toBe(401)
  })
})

test('a service account may make a limited number of calls, whatever people may make', async () => {
  gateway.world.serviceAccounts = [anAccount('busy'), anAccount('idle')]
  await using limited = await gateway.startAnother({ GATEWAY_CALLS_PER_SECOND_PER_SERVICE_ACCOUNT: 0.2 })
  const call = async (id: string) => {
    const response = await fetch(limited.url + TAB, { headers: { authorization: `Bearer ${tokenOf(id)}` } })
    return { status: response.status, retryAfter: response.headers.get('retry-after') }
  }
  const answers = []
  for (let n = 0; n < 3; n++) answers.push(await call('busy'))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
  expect(Number(answers[2]!.retryAfter)).toBeGreaterThan(0)
  expect((await call('idle')).status).toBe(200)
  const ana = { headers: { authorization: `Bearer ${await personalTokenOf(anAgent('ana'))}` } }
  for (let n = 0; n < 3; n++) expect((await fetch(limited.url + TAB, ana)).status).toBe(200)
})

describe('a service account’s socket', () => {
  test('gets a snapshot and what happens in its departments, and does not count as presence', async () => {
    await known('listener', { departmentIds: ['support'] })
    const client = gateway.connect(tokenOf('listener'))
    await waitFor(() => client.all('snapshot').length > 0)
    const waiting = client.all('snapshot')[0]!.tabs.queue.items
    expect(waiting.map(({ id }) => id)).toEqual(['in-support'])
    expect(await client.ask('typing', { conversationId: 'in-support' })).toMatchObject({ error: { code: 'forbidden' } })
    expect(await client.ask('preview.start', { conversationId: 'in-support' })).toMatchObject({
      error: { code: 'forbidden' }
    })
    expect(await client.ask('resume', { versions: {} })).toMatchObject({ removed: [] })
    const seen = gateway.world.beats.length
    await waitFor(() => gateway.world.beats.length >= seen + 2)
    expect(gateway.world.beats.flatMap(({ beats }) => beats).filter(({ agentId }) => agentId === 'listener')).toEqual(
      []
    )
  })

  test('closes at once when the account is revoked, agents’ sockets do not', async () => {
    await known('ending')
    const client = gateway.connect(tokenOf('ending'))
    await waitFor(() => client.all('snapshot').length > 0)
    const ana = await gateway.enter(anAgent('ana'))
    await heard(anAccount('ending', { version: 2, active: false }))
    await waitFor(() => client.socket.disconnected)
    expect(ana.socket.connected).toBe(true)
  })

  test('is not opened without the scope for reading conversations', async () => {
    await known('contacts', { scopes: ['contacts:read'] })
    const client = gateway.connect(tokenOf('contacts'))
    const error = await new Promise<Error & { data?: object }>(resolve => client.socket.on('connect_error', resolve))
    expect(error.data).toEqual({ code: 'forbidden', detail: 'Requires the scope conversations:read' })
  })
})
