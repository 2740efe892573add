import { measureRawConfirmedPublish } from '@inbox/messaging'
import { startConstellation } from '@inbox/testing'
import autocannon from 'autocannon'
import { type Figure, perSecond, ratio } from './figure.ts'

const BYTES = 900
const WINDOW = 256
const SECONDS = 10
const BATCH = 100

/** G4: messages accepted with 202 per second, beside raw confirmed publishing of messages as large into the same broker. */
export async function ingest(): Promise<Figure[]> {
  await using constellation = await startConstellation('bench_ingest', { env: { LOG_LEVEL: 'warn' } })
  // what comes behind ingest would compete with it for two cores: the broker holds the messages meanwhile
  constellation.pause('queue')
  const { apiKey } = constellation.demo.channels[0]!
  const url = constellation.urls['channel-ingest']
  await load(url, apiKey, 1, 2)
  const raw = () =>
    measureRawConfirmedPublish({
      url: constellation.stores.rabbitmqUrl,
      messages: 60_000,
      bytes: BYTES,
      window: WINDOW
    })
  const before = await raw()
  const batch = await load(url, apiKey, BATCH, SECONDS)
  const single = await load(url, apiKey, 1, SECONDS)
  const after = await raw()
  const bound = (before.perSecond + after.perSecond) / 2
  const beside = `raw windowed confirmed publish of ${BYTES} bytes: ${perSecond(bound)}`
  constellation.resume('queue')
  return [
    {
      goal: 'G4',
      what: `ingest, batches of ${BATCH}`,
      measured: `${perSecond(batch)} = ${ratio(batch, bound)}`,
      target: '≥ 0.6 x raw',
      beside
    },
    {
      goal: 'G4',
      what: 'ingest, one message a call',
      measured: `${perSecond(single)} = ${ratio(single, bound)}`,
      target: '≥ 0.3 x raw',
      beside
    }
  ]
}

let count = 0
const message = () => {
  count += 1
  return {
    messageId: `bench-${count}`,
    contact: { id: `contact-${count % 5000}`, name: 'Bench contact' },
    sentAt: new Date().toISOString(),
    content: { type: 'text', text: 'x'.repeat(80) }
  }
}

/** Messages per second answered with 202. */
async function load(url: string, apiKey: string, batch: number, seconds: number): Promise<number> {
  const bodyOf = () => JSON.stringify(batch === 1 ? message() : { messages: Array.from({ length: batch }, message) })
  const result = await autocannon({
    url: `${url}${batch === 1 ? '/v1/messages' : '/v1/messages/batch'}`,
    connections: batch === 1 ? 64 : 8,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        setupRequest: request => ({ ...request, body: bodyOf() })
      }
    ]
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`)
  return (result['2xx'] * batch) / result.duration
}
