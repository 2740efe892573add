import { setTimeout as sleep } from 'node:timers/promises'
import { windowExpired } from '@inbox/contracts'
import { connectBroker, defineConsumer, newEnvelope, on } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { latencies } from './percentiles.ts'

/**
 * Measures one hop through the broker, from publishing into a quorum queue to the handler, at the given rate, in ms.
 */
export async function measureHop(url: string, rate: number, seconds: number) {
  const logger = createLogger('bench', 'warn')
  await using broker = connectBroker({ url, service: 'session-expiry', publishes: [windowExpired], logger })
  const taken = latencies()
  const sentAt = new Map<string, number>()
  await using _consumer = broker.consume(
    defineConsumer({
      name: 'session-expiry.bench',
      prefetch: 100,
      handlers: [
        on(windowExpired, async ({ key }) => {
          const sent = sentAt.get(key)
          if (sent !== undefined) taken.record(performance.now() - sent)
        })
      ]
    })
  )
  await broker.whenReady()
  for (let i = 0; i < rate * seconds; i++) {
    const key = `hop-${i}`
    sentAt.set(key, performance.now())
    const data = { conversationId: key, expiresAt: new Date().toISOString() }
    await broker.publish(
      windowExpired,
      newEnvelope(windowExpired, { key, version: 1, occurredAt: new Date(), correlationId: key, data })
    )
    await sleep(1000 / rate)
  }
  return taken
}
