import { event } from '@inbox/contracts'
import { createLogger } from '@inbox/telemetry'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { type Broker, connectBroker, defineConsumer, newEnvelope, on } from '../src/index.ts'
import { startBroker, type TestBroker } from './broker-fixture.ts'

let rabbit: TestBroker
beforeAll(async () => {
  rabbit = await startBroker()
}, 60_000)
afterAll(async () => rabbit?.[Symbol.asyncDispose]())

test('a published message reaches the consumer', async () => {
  const tested = event('queue', 'tested', z.object({ n: z.number() }), { summary: '' })
  const logger = createLogger('test', process.env.LOG_LEVEL ?? 'warn')
  await using broker: Broker = connectBroker({ url: rabbit.url, service: 'queue', publishes: [tested], logger })
  const seen: number[] = []
  broker.consume(
    defineConsumer({
      name: 'queue.test',
      prefetch: 10,
      handlers: [on(tested, async ({ data }) => void seen.push(data.n))]
    })
  )
  await broker.whenReady()
  await broker.publish(
    tested,
    newEnvelope(tested, { key: 'k', version: 1, data: { n: 1 }, occurredAt: new Date(), correlationId: 'c' })
  )
  for (let i = 0; i < 100 && seen.length === 0; i++) await new Promise(resolve => setTimeout(resolve, 10))
  expect(seen).toEqual([1])
})
