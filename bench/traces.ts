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
/** Messages of each kind in a turn. */
const MESSAGES = 1000
/**
 * Under load 512 spans, those of 256 messages, leave at once. At the end of a turn at 1 in 100 far fewer leave, at
 * nearly the same cost: so instead of that cost its share of a full export is counted.
 */
const MESSAGES_OF_EXPORT = 250
/** Before that, compilation costs more than what is measured. */
const WARM_UP = 6000
/**
 * The shares of traces taken. Even two equal ones differ: without the control nobody would know what a ratio is worth.
 */
const shares = { none: 'none', control: 'none', noneTaken: '0', default: '0.01', all: '1' } as const
type Share = keyof typeof shares
const names = Object.keys(shares) as Share[]
type Ratios = Record<Share, number>

/**
 * G20: ingest's processor time per message while traces are taken, compared with none. Two processes of the same
 * program differ by more than that, so each is compared with itself: its share changes from turn to turn, for equally
 * many messages.
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
      what: 'processor time of ingest per message, with 1 in 100 traces sampled / none sampled / all',
      measured: `${told('default')} / ${told('noneTaken')} / ${told('all')}`,
      target: '≤ 1.05 x / – / –',
      beside: `baseline: without traces (measured against itself: ${told('control')}); medians over ${PROCESSES} processes of their medians over ${TURNS} turns, each of ${MESSAGES} messages of each kind in varying order, one message per call; exports as under load, 512 spans at once`
    }
  ]
}

/** The medians of one process, whose share of traces is set at `port`. */
async function ratiosOf(
  url: string,
  port: number,
  post: (url: string, messages: number) => Promise<unknown>,
  empty: () => Promise<unknown>
): Promise<Ratios> {
  /** Sets the share; resolves with the µs used so far. */
  const take = async (share: string) => Number(await (await fetch(`http://127.0.0.1:${port}/${share}`)).text())
  const costOf = async (share: string, messages: number) => {
    await empty()
    const before = await take(share)
    await post(url, messages)
    return (await take('none')) - before
  }
  /**
   * Exports the remaining spans, so that none leave while another share is measured; resolves with the cost per
   * message.
   */
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
    // as many messages as make one export under load
    await costOf(shares.all, MESSAGES_OF_EXPORT)
    const exported = await leave(MESSAGES_OF_EXPORT)
    turns.push({ ...cost, default: cost.default + Number(shares.default) * exported })
  }
  await turn(names, WARM_UP)
  turns.length = 0
  for (let n = 0; n < TURNS; n++) {
    // rotates the order, as each leaves something for the next in caches and in the broker
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

/** A collector that accepts spans and discards them. */
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
