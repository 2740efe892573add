import { deliveryFailed, deliveryRequested, deliverySent, type Envelope } from '@inbox/contracts'
import { type Broker, connectBroker, on } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { fakeClock, type Isolated, isolate, waitFor } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Delivery } from '../src/domain/delivery.ts'
import { noProvider } from '../src/outbound/provider.ts'
import { start } from '../src/service.ts'
import { aDelivery } from './builders.ts'

const clock = fakeClock('2030-01-01T09:00:00.000Z')
const silent = createLogger('tests', 'silent')
let stores: Isolated
let service: AsyncDisposable & { url: string }
let queue: Broker
let received: Envelope<{ messageId: string }>[] = []
let taken: Delivery[] = []

/** A provider that takes everything but what is for nobody. */
const provider = async (delivery: Delivery) => {
  taken.push(delivery)
  return delivery.contact.externalId === 'nobody' ? noProvider(silent)(delivery) : `provider.${delivery.messageId}`
}

beforeAll(async () => {
  stores = await isolate(import.meta.url)
  queue = connectBroker({ url: stores.rabbitmqUrl, service: 'queue', publishes: [deliveryRequested], logger: silent })
  const take = async (envelope: Envelope<{ messageId: string }>) => void received.push(envelope)
  queue.subscribe({ prefetch: 100, handlers: [on(deliverySent, take), on(deliveryFailed, take)] })
  service = await start(
    {
      HOST: '127.0.0.1',
      RABBITMQ_URL: stores.rabbitmqUrl,
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
      SERVICE_TOKEN_SECRET: 'service-token-secret-of-the-tests-123',
      SERVICE_AUTH: 'required',
      TRUSTED_PROXIES: [],
      CONNECTIONS_PER_ADDRESS: 1000,
      CHANNEL_ADAPTERS_PORT: 0
    },
    { clock, logger: silent, provider }
  )
  await queue.whenReady()
  await waitFor(async () => (await fetch(`${service.url}/readyz`)).ok)
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await queue[Symbol.asyncDispose]()
  await stores.remove()
})

const request = async (...envelopes: ReturnType<typeof aDelivery>[]) => {
  received = []
  taken = []
  await Promise.all(envelopes.map(envelope => queue.publish(deliveryRequested, envelope)))
}

test('an answer is handed to the provider, and reported as sent with the id that the provider has for it', async () => {
  await request(aDelivery('c1', 'm1'))
  const report = await waitFor(() => received[0])
  expect(taken).toMatchObject([{ messageId: 'm1', contact: { externalId: '+5511' }, content: { text: 'text of m1' } }])
  expect(report).toMatchObject({
    type: 'delivery.sent',
    key: 'c1',
    correlationId: 'trace-m1',
    data: { messageId: 'm1', conversationId: 'c1', channelId: 'ch', providerMessageId: 'provider.m1' }
  })
})

test('an answer that no provider takes is never said to be sent', async () => {
  const contact = { id: 'n', externalId: 'nobody' }
  await request(aDelivery('c4', 'waits', { contact }), aDelivery('c4', 'goes'))
  await waitFor(() => received[0])
  expect(taken.map(({ messageId }) => messageId)).toEqual(['waits', 'goes'])
  expect(received.map(({ data }) => data.messageId)).toEqual(['goes'])
})

test('I9: nothing leaves at the end of its session window, and that is reported as failed', async () => {
  const expiresAt = clock.now().toISOString()
  await request(aDelivery('c2', 'late', { window: { expiresAt } }))
  const report = await waitFor(() => received[0])
  expect(report).toMatchObject({ type: 'delivery.failed', data: { messageId: 'late', code: 'window-expired' } })
  expect(taken).toEqual([])
})

test('a message that comes again is not sent again, but reported again as the same', async () => {
  const twice = aDelivery('c3', 'm3')
  await request(twice, twice)
  await waitFor(() => received.length === 2)
  expect(taken).toHaveLength(1)
  expect(received[1]).toEqual(received[0])
})

test('messages of a conversation leave in the order in which they were requested', async () => {
  const ids = Array.from({ length: 60 }, (_, n) => [`c${n % 3}`, `n${n}`] as const)
  await request(...ids.map(([conversation, message]) => aDelivery(conversation, message)))
  await waitFor(() => taken.length === ids.length)
  for (const conversation of ['c0', 'c1', 'c2']) {
    const sent = taken.filter(({ messageId }) => `c${Number(messageId.slice(1)) % 3}` === conversation)
    expect(sent.map(({ messageId }) => messageId)).toEqual(
      ids.filter(([id]) => id === conversation).map(([, message]) => message)
    )
  }
})
