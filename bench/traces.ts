import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { messageReceived } from '@inbox/contracts'
import { startSystem } from '@inbox/devstack'
import type { Figure } from './figure.ts'
import { load } from './ingest.ts'
import { openRawPublisher } from './raw-publisher.ts'

const TURNS = 21
/** Until then what is compiled later costs more than what is measured. */
const WARM_UP = 20_000
/** What each process takes of traces. Two of the same differ as well: without the second one nobody knew what a ratio is worth. */
const shares = { none: undefined, control: undefined, default: '0.05', all: '1' } as const
type Share = keyof typeof shares
const names = Object.keys(shares) as Share[]

/** G4: processor time of ingest for one message while traces are taken, beside that without. It bears a machine that is busy. */
export async function traces(): Promise<Figure[]> {
  await using collector = await startCollector()
  await using system = await startSystem('bench_traces', { env: { LOG_LEVEL: 'warn' } })
  system.pause('queue')
  const { apiKey } = system.demo.channels[0]!
  const start = async (share: string | undefined) => {
    const tracing = share && { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: share }
    return (await system.another('channel-ingest', tracing || {})).url
  }
  const urls = {} as Record<Share, string>
  for (const name of names) urls[name] = await start(shares[name])
  await using raw = await openRawPublisher(system.stores.rabbitmqUrl, messageReceived, () =>
    load(urls.none, apiKey, 1, 0)
  )
  const ratios: Record<Share, number[]> = { none: [], control: [], default: [], all: [] }
  const costs = async (order: readonly Share[], messages: number) => {
    const cost = {} as Record<Share, number>
    for (const name of order) {
      await raw.empty('queue.inbound')
      cost[name] = await costOf(urls[name], apiKey, messages)
    }
    return cost
  }
  await costs(names, WARM_UP)
  for (let turn = 0; turn < TURNS; turn++) {
    // what the one before leaves in the caches and in the broker counts for each in turn
    const order = names.map((_, n) => names[(n + turn) % names.length]!)
    const cost = await costs(turn % 2 === 0 ? order : order.toReversed(), 1)
    for (const name of names) ratios[name].push(cost[name] / cost.none)
  }
  system.resume('queue')
  const median = (name: Share) => ratios[name].toSorted((a, b) => a - b)[Math.floor(TURNS / 2)]!.toFixed(2)
  return [
    {
      goal: 'G4',
      what: 'processor time of ingest for a message, 1 in 20 traces taken / all of them',
      measured: `${median('default')} x / ${median('all')} x`,
      target: '≤ 1.05 x / –',
      beside: `without traces; another process without: ${median('control')} x; medians of ${TURNS} turns of a second each in changing order, one message a call`
    }
  ]
}

/** Seconds of processor time for each of at least so many messages. */
async function costOf(url: string, apiKey: string, messages: number): Promise<number> {
  const before = await figuresOf(url)
  for (;;) {
    await load(url, apiKey, 1, 1)
    const after = await figuresOf(url)
    const count = after.messages - before.messages
    if (count >= messages) return (after.seconds - before.seconds) / count
  }
}

async function figuresOf(url: string) {
  const text = await (await fetch(`${url}/metrics`)).text()
  const value = (name: string) => Number(new RegExp(`^${name}.* (\\S+)$`, 'm').exec(text)?.[1] ?? 0)
  return {
    seconds: value('process_cpu_seconds_total'),
    messages: value('http_request_duration_seconds_count\\{operation="postMessage",status="202"')
  }
}

/** Takes spans and forgets them. */
async function startCollector() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    }
  }
}
