import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { messageReceived } from '@inbox/contracts'
import { freePort, startSystem } from '@inbox/devstack'
import type { Figure } from './figure.ts'
import { send } from './ingest.ts'
import { openRawPublisher } from './raw-publisher.ts'

const PROCESSES = 4
const TURNS = 12
const CALLERS = 64
/** Of each kind of a turn. */
const MESSAGES = 1000
/**
 * Under load 512 spans leave at once, which are those of 256 messages. What leaves at the end of a turn of 1 in 100 would be far
 * fewer, and costs nearly as much: that is not counted, but its share of one that is full.
 */
const MESSAGES_OF_EXPORT = 250
/** Until then what is compiled later costs more than what is measured. */
const WARM_UP = 6000
/** What is taken of traces. Two of the same differ as well: without the second one nobody knew what a ratio is worth. */
const shares = { none: 'none', control: 'none', noneTaken: '0', default: '0.01', all: '1' } as const
type Share = keyof typeof shares
const names = Object.keys(shares) as Share[]
type Ratios = Record<Share, number>

/**
 * G20: processor time of ingest for one message while traces are taken, beside that without. Two processes of one program differ
 * by more than that, so each is its own measure: it takes other shares from turn to turn, for as many messages each time.
 */
export async function traces(): Promise<Figure[]> {
  await using collector = await startCollector()
  const steered = fileURLToPath(new URL('steered-ingest.ts', import.meta.url))
  await using system = await startSystem('bench_traces', {
    env: { LOG_LEVEL: 'warn' },
    program: service => (service === 'channel-ingest' ? steered : undefined)
  })
  system.pause('queue')
  const { apiKey } = system.demo.channels[0]!
  const post = (url: string, messages: number) => {
    let left = messages - CALLERS
    return send([url], apiKey, { callers: CALLERS, batch: 1 }, () => left-- > 0)
  }
  await using raw = await openRawPublisher(system.stores.rabbitmqUrl, messageReceived, () =>
    post(system.urls['channel-ingest'], 1)
  )
  const measured: Ratios[] = []
  for (let n = 0; n < PROCESSES; n++) {
    const port = await freePort()
    const env = { BENCH_STEERED_AT: String(port), BENCH_COLLECTOR: collector.url }
    await using ingest = await system.another('channel-ingest', env)
    measured.push(await ratiosOf(ingest.url, port, post, () => raw.empty('queue.inbound')))
  }
  system.resume('queue')
  const told = (name: Share) => {
    const each = measured.map(ratios => ratios[name])
    return `${median(each).toFixed(3)} x (${Math.min(...each).toFixed(3)} to ${Math.max(...each).toFixed(3)})`
  }
  return [
    {
      goal: 'G20',
      what: 'processor time of ingest for a message, 1 in 100 traces taken / none drawn / all of them',
      measured: `${told('default')} / ${told('noneTaken')} / ${told('all')}`,
      target: '≤ 1.05 x / – / –',
      beside: `without traces; that itself, measured twice: ${told('control')}; medians of ${PROCESSES} processes of their medians of ${TURNS} turns, each of ${MESSAGES} messages of each kind in changing order, one message a call; exports as they come under load, 512 spans at once`
    }
  ]
}

/** Medians of one process, whose share of traces is said to it at `port`. */
async function ratiosOf(
  url: string,
  port: number,
  post: (url: string, messages: number) => Promise<unknown>,
  empty: () => Promise<unknown>
): Promise<Ratios> {
  /** µs so far. */
  const take = async (share: string) => Number(await (await fetch(`http://127.0.0.1:${port}/${share}`)).text())
  const costOf = async (share: string, messages: number) => {
    await empty()
    const before = await take(share)
    await post(url, messages)
    return (await take('none')) - before
  }
  /** Lets spans leave that are left, so that none leave in the turn of another share; answers what that costs for each message. */
  const leave = async (messages: number) => {
    const before = await take('none')
    return ((await take('leave')) - before) / messages
  }
  const turns: Ratios[] = []
  const turn = async (order: readonly Share[], messages: number) => {
    const cost = {} as Ratios
    for (const name of order) {
      cost[name] = (await costOf(shares[name], messages)) / messages
      await leave(messages)
    }
    // as many as make one export under load
    await costOf(shares.all, MESSAGES_OF_EXPORT)
    const exported = await leave(MESSAGES_OF_EXPORT)
    turns.push({ ...cost, default: cost.default + Number(shares.default) * exported })
  }
  await turn(names, WARM_UP)
  turns.length = 0
  for (let n = 0; n < TURNS; n++) {
    // what the one before leaves in the caches and in the broker counts for each in turn
    const order = names.map((_, place) => names[(place + n) % names.length]!)
    await turn(n % 2 === 0 ? order : order.toReversed(), MESSAGES)
  }
  const ratioOf = (name: Share) => median(turns.map(cost => cost[name] / cost.none))
  return Object.fromEntries(names.map(name => [name, ratioOf(name)])) as Ratios
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
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
