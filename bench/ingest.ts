import { connect } from 'node:net'
import { messageReceived } from '@inbox/contracts'
import { startSystem } from '@inbox/devstack'
import { startBareIngest } from './bare-ingest.ts'
import type { Figure } from './figure.ts'
import { inTurns } from './in-turns.ts'
import { ON_THEIR_WAY, openRawPublisher } from './raw-publisher.ts'

const TURNS = 5
const SECONDS = 2
const RAW_MESSAGES = 40_000
/** Callers who call without pause. */
const batches = { callers: 8, batch: 100 }
/** As many in flight as in the raw case: the more, the more messages share a write, a confirm and a loop iteration. */
const singles = { callers: ON_THEIR_WAY, batch: 1 }
type Callers = typeof batches

/**
 * G4: messages accepted with 202 per second, compared with the same message published repeatedly into the same broker
 * queue, and with a server that does nothing else.
 */
export async function ingest(): Promise<Figure[]> {
  await using system = await startSystem('bench_ingest', { env: { LOG_LEVEL: 'warn' } })
  // what follows ingest would compete with it for two cores; the broker holds the messages meanwhile
  system.pause('queue')
  const { apiKey } = system.demo.channels[0]!
  const first = system.urls['channel-ingest']
  const second = await system.another('channel-ingest')
  await using raw = await openRawPublisher(system.stores.rabbitmqUrl, messageReceived, () =>
    load([first], apiKey, singles, 0)
  )
  await using bare = await startBareIngest(system.stores.rabbitmqUrl, messageReceived, raw.sample)
  // into an empty broker queue each time
  const emptied = (measure: () => Promise<number>) => () => raw.empty('queue.inbound').then(measure)
  const bound = emptied(() => raw.publish(RAW_MESSAGES))
  const measures = {
    batch: emptied(() => load([first], apiKey, batches, SECONDS)),
    single: emptied(() => load([first], apiKey, singles, SECONDS)),
    singleOfTwo: emptied(() => load([first, second.url], apiKey, singles, SECONDS)),
    bareBatch: emptied(() => load([bare.url], apiKey, batches, SECONDS)),
    bareSingle: emptied(() => load([bare.url], apiKey, singles, SECONDS))
  }
  await inTurns(1, bound, measures)
  const turns = await inTurns(TURNS, bound, measures)
  system.resume('queue')
  const { batch, single, singleOfTwo, bareBatch, bareSingle } = turns.measured
  const beside = (ofBare: string) =>
    `raw confirmed publishing of the same ${raw.sample.content.length} bytes to the same broker queue, ${ON_THEIR_WAY} in flight: ${turns.bound}; a bare handler with express, JSON.parse and confirmed publishing: ${ofBare}`
  return [
    {
      goal: 'G4',
      what: `ingest, batches of ${batches.batch}`,
      measured: batch,
      target: '≥ 0.6 x raw',
      beside: beside(bareBatch)
    },
    {
      goal: 'G4',
      what: `ingest, one message per call, ${singles.callers} callers, one process / two processes`,
      measured: `${single} / ${singleOfTwo}`,
      target: '≥ 0.3 x raw',
      beside: beside(bareSingle)
    }
  ]
}

const FIRST = 1_000_000
const CONTACTS = 5000
const [beginning, middle, end] = JSON.stringify({
  messageId: 'bench-?',
  contact: { id: 'contact-?', name: 'Bench contact' },
  sentAt: new Date().toISOString(),
  content: { type: 'text', text: 'x'.repeat(80) }
}).split('?')
let count = FIRST
/** The next message as JSON: all have the same length, and take little more than counting to write. */
const message = () => {
  count += 1
  return `${beginning}${count}${middle}${FIRST + (count % CONTACTS)}${end}`
}

/**
 * Messages per second that the processes at `urls` answer with 202. The client does as little as possible, since it
 * shares the cores with what it measures.
 */
export async function load(
  urls: readonly string[],
  apiKey: string,
  callers: Callers,
  seconds: number
): Promise<number> {
  const begun = performance.now()
  const goesOn = () => performance.now() - begun < seconds * 1000
  const messages = await send(urls, apiKey, callers, goesOn)
  return messages / ((performance.now() - begun) / 1000)
}

/** Sends messages for as long as it `goesOn`; resolves with how many. */
export async function send(
  urls: readonly string[],
  apiKey: string,
  { callers, batch }: Callers,
  goesOn: () => boolean
): Promise<number> {
  const path = batch === 1 ? '/v1/messages' : '/v1/messages/batch'
  const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\nauthorization: Bearer ${apiKey}`
  const body = () => (batch === 1 ? message() : `{"messages":[${Array.from({ length: batch }, message).join()}]}`)
  const { length } = body()
  const request = () => `${head}\r\ncontent-length: ${length}\r\n\r\n${body()}`
  const calls = await Promise.all(
    Array.from({ length: callers }, (_, n) => callOnAndOn(urls[n % urls.length]!, request, goesOn))
  )
  return calls.reduce((sum, count) => sum + count, 0) * batch
}

/**
 * Makes one call after another over one connection; resolves with how many were answered with 202, and throws at any
 * other response. Only the first response is parsed, as the others have the same length.
 */
function callOnAndOn(url: string, request: () => string, goesOn: () => boolean): Promise<number> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).setNoDelay()
  let [count, arrived, first, length] = [0, 0, '', Infinity]
  return new Promise<number>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('ingest hung up')))
    socket.on('data', (part: Buffer) => {
      if (arrived === 0 && part.toString('latin1', 0, ACCEPTED.length) !== ACCEPTED)
        return reject(new Error(String(part)))
      arrived += part.length
      if (length === Infinity) {
        first += part.toString('latin1')
        length = lengthOf(first)
      }
      if (arrived < length) return
      if (arrived > length) return reject(new Error('answers differ in length'))
      count += 1
      arrived = 0
      if (goesOn()) socket.write(request(), 'latin1')
      else resolve(count)
    })
    socket.write(request(), 'latin1')
  }).finally(() => socket.destroy())
}

const ACCEPTED = 'HTTP/1.1 202'

/** The length of a complete response, from what has arrived of it; infinite until known. */
function lengthOf(answer: string): number {
  const [head, body] = /^.*?content-length: (\d+).*?\r\n\r\n/is.exec(answer) ?? []
  return head === undefined ? Infinity : head.length + Number(body)
}
