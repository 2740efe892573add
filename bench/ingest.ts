import { connect } from 'node:net'
import { messageReceived } from '@inbox/contracts'
import { startSystem } from '@inbox/devstack'
import { startBareIngest } from './bare-ingest.ts'
import type { Figure } from './figure.ts'
import { inTurns } from './in-turns.ts'
import { openRawPublisher } from './raw-publisher.ts'

const TURNS = 5
const SECONDS = 2
const RAW_MESSAGES = 40_000
const BATCH = 100

/**
 * G4: messages accepted with 202 per second, beside the same message published over and over into the same broker queue, and
 * beside what a server could take that does nothing else.
 */
export async function ingest(): Promise<Figure[]> {
  await using system = await startSystem('bench_ingest', { env: { LOG_LEVEL: 'warn' } })
  // what comes behind ingest would compete with it for two cores: the broker holds the messages meanwhile
  system.pause('queue')
  const { apiKey } = system.demo.channels[0]!
  const url = system.urls['channel-ingest']
  await using raw = await openRawPublisher(system.stores.rabbitmqUrl, messageReceived, () => load(url, apiKey, 1, 0))
  await using bare = await startBareIngest(system.stores.rabbitmqUrl, messageReceived, raw.sample)
  // into an empty broker queue each time
  const emptied = (measure: () => Promise<number>) => () => raw.empty('queue.inbound').then(measure)
  const bound = emptied(() => raw.publish(RAW_MESSAGES))
  const measures = {
    batch: emptied(() => load(url, apiKey, BATCH, SECONDS)),
    single: emptied(() => load(url, apiKey, 1, SECONDS)),
    bareBatch: emptied(() => load(bare.url, apiKey, BATCH, SECONDS)),
    bareSingle: emptied(() => load(bare.url, apiKey, 1, SECONDS))
  }
  await inTurns(1, bound, measures)
  const turns = await inTurns(TURNS, bound, measures)
  system.resume('queue')
  const { batch, single, bareBatch, bareSingle } = turns.measured
  const beside = (ofBare: string) =>
    `raw confirmed publish of the same ${raw.sample.content.length} bytes into the same broker queue, 300 on their way: ${turns.bound}; a bare handler of express, JSON.parse and confirmed publish: ${ofBare}`
  return [
    {
      goal: 'G4',
      what: `ingest, batches of ${BATCH}`,
      measured: batch,
      target: '≥ 0.6 x raw',
      beside: beside(bareBatch)
    },
    {
      goal: 'G4',
      what: 'ingest, one message a call',
      measured: single,
      target: '≥ 0.3 x raw',
      beside: beside(bareSingle)
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

/** Messages per second answered with 202, by a client that does as little as it can: it shares the cores with what it measures. */
export async function load(url: string, apiKey: string, batch: number, seconds: number): Promise<number> {
  const begun = performance.now()
  const goesOn = () => performance.now() - begun < seconds * 1000
  const messages = await send(url, apiKey, batch, goesOn)
  return messages / ((performance.now() - begun) / 1000)
}

/** Sends messages for as long as it `goesOn`; resolves with how many. */
export async function send(url: string, apiKey: string, batch: number, goesOn: () => boolean): Promise<number> {
  const path = batch === 1 ? '/v1/messages' : '/v1/messages/batch'
  const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\nauthorization: Bearer ${apiKey}`
  const request = () => {
    const body = JSON.stringify(batch === 1 ? message() : { messages: Array.from({ length: batch }, message) })
    return `${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  }
  const callers = Array.from({ length: batch === 1 ? 64 : 8 }, () => callOnAndOn(url, request, goesOn))
  const calls = (await Promise.all(callers)).reduce((sum, count) => sum + count, 0)
  return calls * batch
}

/** Makes one call after the other over one connection; resolves with how many were answered with 202, throws at any other answer. */
function callOnAndOn(url: string, request: () => string, goesOn: () => boolean): Promise<number> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).setNoDelay().setEncoding('latin1')
  let [count, answer] = [0, '']
  return new Promise<number>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('data', (part: string) => {
      answer += part
      const [head, length] = /^.*?content-length: (\d+).*?\r\n\r\n/is.exec(answer) ?? []
      if (head === undefined || answer.length < head.length + Number(length)) return
      if (!answer.startsWith('HTTP/1.1 202')) return reject(new Error(answer))
      count += 1
      answer = ''
      if (goesOn()) socket.write(request())
      else resolve(count)
    })
    socket.write(request())
  }).finally(() => socket.destroy())
}
