import { webhookChanged } from '@inbox/contracts'
import { connectBroker, on } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startDirectory, type TestDirectory, user } from './builders.ts'

const PATH = '/v1/webhooks'
const url = 'https://hooks.example/in?token=of-theirs'
const aWebhook = (more: object = {}) => ({ url, events: ['conversation.queued', 'message.received'], ...more })

let directory: TestDirectory
beforeAll(async () => {
  directory = await startDirectory(import.meta.url, { OUTBOUND_ALLOWED_NETWORKS: ['10.1.0.0/16'] })
})
afterAll(() => directory?.stop())

const created = async (more: object = {}) => (await directory.admin('POST', PATH, aWebhook(more))).body
const accountOf = async (id: string) => {
  const { items } = (await directory.call('GET', '/v1/webhook-accounts')).body
  return items.find((each: { id: string }) => each.id === id)
}
const auditOf = async (id: string) => (await directory.admin('GET', `/v1/audit?subjectId=${id}`)).body.items
const disable = (id: string, body: object) => directory.call('POST', `${PATH}/${id}/disable`, { body })

describe('a webhook', () => {
  test('is registered by administrators, who see its secret once; the services that post get it', async () => {
    const answer = await directory.admin('POST', PATH, aWebhook({ events: ['message.sent', 'message.sent'] }))
    expect(answer).toMatchObject({ status: 201, body: { url, events: ['message.sent'], active: true, version: 1 } })
    const { id, secret } = answer.body
    expect(secret).toMatch(/^whsec_[A-Za-z\d+/]{43}=$/)
    expect((await directory.admin('GET', `${PATH}/${id}`)).body).not.toHaveProperty('secret')
    expect(await accountOf(id)).toMatchObject({ url, active: true, secrets: [{ secret }] })
    for (const role of ['agent', 'supervisor'] as const)
      expect((await directory.call('GET', PATH, { as: user(role) })).status).toBe(403)
    expect((await directory.call('GET', '/v1/webhook-accounts', { as: user('admin') })).status).toBe(403)
  })

  test.each([
    ['no address', { url: 'hooks' }, 'body.url'],
    ['an address with another protocol', { url: 'ftp://hooks.example' }, 'body.url'],
    ['an address with a password', { url: 'https://me:secret@hooks.example' }, 'body.url'],
    ['this machine', { url: 'http://localhost:9000/in' }, 'body.url'],
    ['a private network', { url: 'http://192.168.0.7/in' }, 'body.url'],
    ['a cloud metadata address', { url: 'http://[::ffff:169.254.169.254]/' }, 'body.url'],
    ['no events', { events: [] }, 'body.events'],
    ['an event that does not exist', { events: ['conversation.teleported'] }, 'body.events.0'],
    ['an unknown field', { secret: 'mine' }, 'body']
  ])('is refused with %s', async (_, wrong, path) => {
    expect(await directory.admin('POST', PATH, aWebhook(wrong))).toMatchObject({
      ...{ status: 400, body: { issues: [{ path }] } }
    })
  })

  test('may lead to a network that operators have allowed', async () => {
    expect((await directory.admin('POST', PATH, aWebhook({ url: 'http://10.1.2.3/in' }))).status).toBe(201)
  })

  test('has two secrets for a time after a rotation, and one again when that ends', async () => {
    const { id, secret } = await created()
    const rotated = await directory.admin('POST', `${PATH}/${id}/rotate-secret`, { overlapSeconds: 60 })
    expect(rotated).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } })
    const until = rotated.body.formerSecretUntil
    expect((await accountOf(id)).secrets).toEqual([{ secret: rotated.body.secret }, { secret, expiresAt: until }])
    expect((await directory.admin('GET', `${PATH}/${id}`)).body).toMatchObject({ formerSecretUntil: until })
    directory.clock.advance(60_000)
    expect((await directory.admin('GET', `${PATH}/${id}`)).body).not.toHaveProperty('formerSecretUntil')
    const again = await directory.admin('POST', `${PATH}/${id}/rotate-secret`)
    expect((await accountOf(id)).secrets.map((each: { secret: string }) => each.secret)).toEqual([
      ...[again.body.secret, rotated.body.secret]
    ])
  })

  test('is changed only by somebody who has seen its current state; the audit log says by whom, and neither secret nor address', async () => {
    const { id, secret } = await created({ description: 'Orders' })
    const path = `${PATH}/${id}`
    const next = aWebhook({ description: 'Orders', events: ['message.status'] })
    expect(await directory.admin('PUT', path, next, 1)).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await directory.admin('PUT', path, next, 1)).toMatchObject({ status: 412 })
    expect(await directory.admin('PUT', path, next)).toMatchObject({ status: 200, body: { version: 2 } })
    await directory.admin('POST', `${path}/rotate-secret`)
    const audit = await auditOf(id)
    expect(audit.map(({ action, actor }: { action: string; actor: object }) => [action, actor])).toEqual([
      ...['changed', 'changed', 'created'].map(action => [action, expect.objectContaining({ id: 'admin-1' })])
    ])
    expect(audit[0].subject).toEqual({ kind: 'webhook', id, name: 'Orders' })
    expect(JSON.stringify(audit)).not.toContain(secret.slice('whsec_'.length))
    expect(JSON.stringify(audit)).not.toContain('of-theirs')
  })

  test('that accepts nothing is disabled by the service that posts, with the reason, until it is activated again', async () => {
    const { id } = await created()
    expect((await directory.admin('POST', `${PATH}/${id}/disable`, { reason: 'gone', error: '' })).status).toBe(403)
    const elsewhere = await disable(id, {
      reason: 'gone',
      error: 'of a former address',
      url: 'https://former.example/'
    })
    expect(elsewhere).toMatchObject({ status: 200, body: { active: true } })
    expect((await disable(id, { reason: 'gone', error: 'it responded with 410', url })).body).toMatchObject({
      active: false
    })
    expect((await disable(id, { reason: 'failing', error: 'late' })).body).toMatchObject({ active: false })
    const { body } = await directory.admin('GET', `${PATH}/${id}`)
    expect(body).toMatchObject({
      active: false,
      version: 2,
      disabled: { reason: 'gone', error: 'it responded with 410' }
    })
    expect((await auditOf(id))[0]).toMatchObject({ action: 'deactivated', actor: { kind: 'service', id: 'tests' } })
    expect((await directory.admin('PUT', `${PATH}/${id}`, aWebhook({ active: false }))).body).toHaveProperty('disabled')
    const { body: active } = await directory.admin('PUT', `${PATH}/${id}`, aWebhook())
    expect(active).toMatchObject({ active: true })
    expect(active).not.toHaveProperty('disabled')
  })

  test('that is deleted is no longer found, and the services that post are told so, without a secret', async () => {
    const broker = connectBroker({
      ...{ url: directory.config.RABBITMQ_URL, service: 'channel-adapters', publishes: [] },
      logger: createLogger('tests', 'silent')
    })
    await using stack = new AsyncDisposableStack()
    stack.use(broker)
    const toldOfAll: { id: string }[] = []
    stack.use(
      broker.subscribe({
        prefetch: 9,
        handlers: [on(webhookChanged, async ({ data }) => void toldOfAll.push(data.webhook))]
      })
    )
    await broker.whenReady()
    const { id } = await created()
    const told = () => toldOfAll.filter(each => each.id === id)
    expect((await directory.admin('DELETE', `${PATH}/${id}`)).status).toBe(204)
    for (const [method, body] of [['GET'], ['PUT', aWebhook()], ['DELETE']] as const)
      expect((await directory.admin(method, `${PATH}/${id}`, body)).status).toBe(404)
    const { items } = (await directory.admin('GET', `${PATH}?limit=200`)).body
    expect(items.map((each: { id: string }) => each.id)).not.toContain(id)
    expect(await accountOf(id)).toMatchObject({ active: false, deleted: true, secrets: [] })
    await waitFor(() => told().length === 2)
    expect(told()).toEqual([
      { id, version: 1, active: true },
      { id, version: 2, active: false, deleted: true }
    ])
  })
})
