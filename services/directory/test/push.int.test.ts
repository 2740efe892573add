import { createECDH } from 'node:crypto'
import { conversationOffered, type PushSubscription, type RoutedConversation } from '@inbox/contracts'
import { connectBroker, newEnvelope } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { anAgent, startDirectory, user } from './builders.ts'
import { startPushService } from './push-service-double.ts'

function publicKeyOf(privateKey: Buffer) {
  const key = createECDH('prime256v1')
  key.setPrivateKey(privateKey)
  return key.getPublicKey('base64url')
}
const [key, formerKey] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)]
const publicKey = publicKeyOf(key)
const logger = createLogger('tests', 'silent')

let directory: Awaited<ReturnType<typeof startDirectory>>
let service: Awaited<ReturnType<typeof startPushService>>
let queue: ReturnType<typeof connectBroker>
let told = 0

beforeAll(async () => {
  service = await startPushService()
  directory = await startDirectory(import.meta.url, {
    VAPID_PRIVATE_KEY: [key, formerKey].map(each => each.toString('base64url')).join(),
    OUTBOUND_ALLOWED_NETWORKS: ['loopback']
  })
  queue = connectBroker({
    ...{ url: directory.stores.rabbitmqUrl, service: 'queue', publishes: [conversationOffered], logger }
  })
  await queue.whenReady()
  await waitFor(async () => (await fetch(`${directory.url}/readyz`)).ok)
}, 60_000)
afterAll(async () => {
  await queue[Symbol.asyncDispose]()
  await directory.stop()
  await service[Symbol.asyncDispose]()
})

/** An agent who has signed in. */
async function signedIn(name: string) {
  const [email, password] = [`${name}@example.com`, 'a long and good password']
  const { body: agent } = await directory.admin('POST', '/v1/agents', anAgent({ name, email, password }))
  const { body } = await directory.signIn(email, password)
  const { refreshToken } = body.accessToken ? body : (await directory.signIn(email, password)).body
  const signInId = String(refreshToken).split('.')[0]!
  return { agentId: String(agent.id), signInId, refreshToken: String(refreshToken) }
}
const keep = (subscription: PushSubscription, { agentId, signInId }: { agentId: string; signInId: string }) =>
  directory.call('PUT', '/v1/push-subscriptions', { body: { subscription, agentId, signInId } })

/** Publishes, as queue does, that an agent is offered a conversation. */
async function offer(agentId: string, occurredAt = new Date()): Promise<string> {
  told += 1
  const id = `conversation-${told}`
  const [at, expiresAt] = [occurredAt.toISOString(), new Date(occurredAt.getTime() + 60_000).toISOString()]
  const conversation: RoutedConversation = {
    ...{ id, referenceNumber: 'R', version: 2, status: 'offered', departmentId: 'sales', unread: 1, tags: ['SECRET'] },
    channel: { id: 'wa', kind: 'whatsapp', name: 'SECRET' },
    contact: { id: 'k', externalId: 'SECRET', name: 'SECRET' },
    lastMessage: { direction: 'inbound', type: 'text', preview: 'SECRET', at },
    offer: { id: `offer-${told}`, agentId, kind: 'automatic', expiresAt },
    enqueuedAt: at,
    routing: { priority: 0, offerNumber: 1, excludedAgentIds: [] }
  }
  const transition = {
    rule: 'T3',
    from: 'queued',
    to: 'offered',
    cause: 'automatic',
    actor: { kind: 'system' },
    at
  } as const
  const data = { conversation, transition }
  const envelope = newEnvelope(conversationOffered, { key: id, version: 2, occurredAt, correlationId: id, data })
  await queue.publish(conversationOffered, envelope)
  return id
}
const notifiedOf = (conversationId: string) =>
  service.notified.filter(({ payload }) => (payload as { conversationId: string }).conversationId === conversationId)
const notified = (conversationId: string, count = 1) =>
  waitFor(() => (notifiedOf(conversationId).length >= count ? notifiedOf(conversationId) : undefined))
const outcomes = async (outcome: string) => {
  const metrics = await (await fetch(`${directory.url}/metrics`)).text()
  return Number(new RegExp(`push_notifications_total\\{outcome="${outcome}"\\} (\\d+)`).exec(metrics)?.[1] ?? 0)
}

it('an agent is notified of an offer in each browser in which they are signed in, with nothing else about it', async () => {
  const ana = await signedIn('ana')
  const { body } = await directory.call('GET', '/v1/push-key', { as: user('agent') })
  expect(body).toEqual({ publicKey })
  for (const name of ['laptop', 'phone']) expect((await keep(service.open(name), ana)).status).toBe(204)
  const id = await offer(ana.agentId)
  const all = await notified(id, 2)
  expect(all.map(({ browser }) => browser).sort()).toEqual(['laptop', 'phone'])
  for (const { payload, headers, sentBy } of all) {
    expect(payload).toEqual({ kind: 'offer', conversationId: id })
    expect(sentBy).toEqual({ publicKey, subject: 'mailto:boss@example.com' })
    expect(headers).toMatchObject({ urgency: 'high', topic: id })
    expect(Number(headers.ttl)).toBeLessThanOrEqual(60)
  }
  expect(JSON.stringify(all)).not.toContain('SECRET')
  expect(service.refused).toEqual([])
})

it('browsers are given the first of several keys, and one that knows us by a former key is still notified', async () => {
  const zoe = await signedIn('zoe')
  await keep(service.open('today', publicKey), zoe)
  await keep(service.open('before', publicKeyOf(formerKey)), zoe)
  await keep(service.open('another', publicKeyOf(Buffer.alloc(32, 9))), zoe)
  const failed = await outcomes('failed')
  const all = await notified(await offer(zoe.agentId), 2)
  expect(Object.fromEntries(all.map(({ browser, sentBy }) => [browser, sentBy.publicKey]))).toEqual({
    today: publicKey,
    before: publicKeyOf(formerKey)
  })
  await waitFor(async () => (await outcomes('failed')) === failed + 1)
})

it('a browser that no longer accepts notifications is forgotten, and the agent’s others are not', async () => {
  const rui = await signedIn('rui')
  for (const name of ['closed', 'open']) await keep(service.open(name), rui)
  service.close('closed')
  await notified(await offer(rui.agentId))
  await waitFor(async () => (await outcomes('gone')) === 1)
  await notified(await offer(rui.agentId))
  expect(await outcomes('gone')).toBe(1)
})

it('whoever signed out of a browser is no longer notified there, and whoever signs in there next is', async () => {
  const [leo, eva] = [await signedIn('leo'), await signedIn('eva')]
  const shared = service.open('shared')
  await keep(shared, leo)
  await directory.call('POST', '/v1/sign-out', { body: { refreshToken: leo.refreshToken } })
  const before = await outcomes('gone')
  const unheard = await offer(leo.agentId)
  await waitFor(async () => (await outcomes('gone')) === before + 1)
  await keep(shared, leo)
  await keep(shared, eva)
  const toLeo = await offer(leo.agentId)
  await notified(await offer(eva.agentId))
  expect([...notifiedOf(unheard), ...notifiedOf(toLeo)]).toEqual([])
})

it('what is no longer news is not sent, and internal addresses are never called', async () => {
  const ivo = await signedIn('ivo')
  await keep({ ...service.open('inside'), endpoint: 'http://169.254.169.254/latest/meta-data' }, ivo)
  await keep(service.open('outside'), ivo)
  const before = await outcomes('failed')
  const late = await offer(ivo.agentId, new Date(Date.now() - 120_000))
  await notified(await offer(ivo.agentId))
  await waitFor(async () => (await outcomes('failed')) === before + 1)
  expect(notifiedOf(late)).toEqual([])
})

it.each([
  ['no address', { endpoint: 'nowhere' }],
  ['no key of the curve', { keys: { p256dh: 'short', auth: 'A'.repeat(22) } }],
  ['no secret', { keys: { p256dh: 'A'.repeat(87), auth: '' } }]
])('a subscription with %s is refused with an explanation', async (_title, wrong) => {
  const whose = { agentId: 'ana', signInId: 'sign-in' }
  const { status, body } = await keep({ ...service.open('x'), ...wrong }, whose)
  expect([status, body.issues.length > 0]).toEqual([400, true])
})
