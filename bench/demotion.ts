import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { presenceChanged } from '@inbox/contracts'
import { type System, startSystem } from '@inbox/devstack'
import { connectBroker, on } from '@inbox/messaging'
import { untilDone } from '@inbox/runtime'
import { connectRedis } from '@inbox/storage/redis'
import { createLogger } from '@inbox/telemetry'
import { waitFor } from '@inbox/testing'
import { call } from './clients.ts'
import { type Figure, ms, perSecond, ratio } from './figure.ts'
import { latencies } from './percentiles.ts'
import { promiseKept } from './promise.ts'

const AGENTS = 20_000
const PING_MS = 3000
const TIMEOUT_MS = 30_000
const SPREAD_MS = 10_000
/** As many as gateways put in one report. */
const PER_REPORT = 5000
const BEATING_MS = 8000

/** Agents connected at different times, so their pongs are spread over the second that a report covers. */
const ageOfPong = (n: number) => (n * 7919) % 1000

const logger = createLogger('bench', 'error')
const all = Array.from({ length: AGENTS }, (_, n) => n)

/** G6 and G7 with 20,000 agents: how late demotions are, gradually and all at once, and how many beats are accepted. */
export async function demotion(): Promise<Figure[]> {
  await using system = await startSystem('bench_presence', {
    services: ['directory', 'presence'],
    env: { LOG_LEVEL: 'error' }
  })
  const { rabbitmqUrl, redisUrl, redisPrefix } = system.stores
  await using broker = connectBroker({ url: rabbitmqUrl, service: 'inbox-gateway', publishes: [], logger })
  const heard = { late: latencies(), early: 0, lastMs: 0 }
  await using _subscription = broker.subscribe({
    prefetch: 2000,
    handlers: [
      on(presenceChanged, async ({ occurredAt, data }) => {
        if (data.link !== 'disconnected' || !data.aliveUntil) return
        const dueAt = Date.parse(data.aliveUntil) + TIMEOUT_MS
        if (Date.parse(occurredAt) <= dueAt) heard.early += 1
        heard.late.record(Date.now() - dueAt)
        heard.lastMs = Math.max(heard.lastMs, Date.now() - dueAt)
      })
    ]
  })
  await broker.whenReady()
  const beat = reporter(system)

  await beat(all, ageOfPong)
  // the agents fall silent gradually, while their gateway keeps reporting each second those whose pongs came since
  const pings = PING_MS / 1000
  for (let second = 0; heard.late.count < AGENTS && second < (SPREAD_MS + TIMEOUT_MS + 15_000) / 1000; second++) {
    const gone = ((second * 1000) / SPREAD_MS) * AGENTS
    const ponged = all.filter(n => n >= gone && n % pings === second % pings)
    await Promise.all([beat(ponged, ageOfPong), sleep(1000)])
  }
  await waitFor(() => heard.late.count === AGENTS, { timeoutMs: 5000, describe: 'all demotions' })
  const spread = { ...heard }

  Object.assign(heard, { late: latencies(), lastMs: 0 })
  // all come back and fall silent at the same moment, while reports continue without them
  await beat(all)
  await sleep(1000)
  const last = Date.now()
  await beat(all)
  const reportingMs = Date.now() - last
  for (let begun = Date.now(); heard.late.count < AGENTS && Date.now() - begun < TIMEOUT_MS + 30_000; )
    await Promise.all([beat([]), sleep(500)])
  const together = { ...heard }

  const [beats, raw] = [await beatsPerSecond(beat), await rawCallsPerSecond(redisUrl, redisPrefix)]
  return [
    {
      goal: 'G6',
      what: 'demotion after aliveUntil + 30.000 s',
      measured: `${spread.early} early; late by p50 ${ms(spread.late.at(50))}, p99 ${ms(spread.late.at(99))}, max ${ms(spread.late.most)}`,
      target: 'never early; p50 ≤ 50 ms, p99 ≤ 300 ms',
      beside: `${AGENTS} agents fall silent over ${SPREAD_MS / 1000} s, each second a third of the others is reported, their pongs spread over that second; as seen by a consumer of the event`
    },
    promiseKept(spread.late, {
      invariant: 'I6',
      what: 'gone for 30 s and one ping → published, so that their work is released',
      mostMs: 1000,
      beside: 'the same demotions'
    }),
    {
      goal: 'G6',
      what: 'demotion of all agents at once',
      measured: `${together.early} early; ${together.late.count} of ${AGENTS} published, the last ${ms(together.lastMs)} late; p50 ${ms(together.late.at(50))}`,
      target: 'never early; all published ≤ 4 s',
      beside: `last heard from in reports that took ${ms(reportingMs)}; one presence process, including its log of statuses`
    },
    {
      goal: 'G7',
      what: 'beats accepted by one presence process',
      measured: `${perSecond(beats)} = ${ratio(beats, raw)}`,
      target: '≥ 0.5 x raw',
      beside: `reports of ${PER_REPORT}, two at a time; raw: one Lua call per beat (HSET, ZADD of the same size), 500 in flight: ${perSecond(raw)}`
    }
  ]
}

const idOf = (n: number) => `agent-${n}`

/**
 * Reports these agents as just heard, in as many calls as a gateway makes, and retries if presence does not take them.
 */
const reporter =
  ({ urls }: System) =>
  async (agents: readonly number[], ageOf = (_n: number) => 0) => {
    for (let from = 0; from === 0 || from < agents.length; from += PER_REPORT) {
      const part = agents.slice(from, from + PER_REPORT)
      const beats = part.map(n => ({ agentId: idOf(n), sessionId: `s-${n}`, ageMs: ageOf(n) }))
      const body = { gatewayId: 'bench', pingMs: PING_MS, beats, closed: [] }
      await untilDone(() => call('POST', `${urls.presence}/v1/beats`, '', body), {
        onError: error => console.error(String(error))
      })
    }
  }

async function beatsPerSecond(beat: (agents: readonly number[]) => Promise<void>): Promise<number> {
  const begun = performance.now()
  let count = 0
  const post = async () => {
    for (let from = 0; performance.now() - begun < BEATING_MS; from = (from + PER_REPORT) % AGENTS) {
      await beat(all.slice(from, from + PER_REPORT))
      count += PER_REPORT
    }
  }
  await Promise.all([post(), post()])
  return (count * 1000) / (performance.now() - begun)
}

const RAW = `redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[3])
return 1`

async function rawCallsPerSecond(url: string, prefix: string): Promise<number> {
  const redis = connectRedis({ url, prefix: 'bench:', logger })
  await redis.whenReady()
  const sha = createHash('sha1').update(RAW).digest('hex')
  await redis.eval(RAW, 2, `${prefix}raw:0`, `${prefix}raw:due`, 'c:bench s-0', 0, idOf(0))
  const begun = performance.now()
  let count = 0
  const one = async () => {
    while (performance.now() - begun < BEATING_MS) {
      const n = count++ % AGENTS
      await redis.evalsha(sha, 2, `${prefix}raw:${n}`, `${prefix}raw:due`, `c:bench s-${n}`, Date.now(), idOf(n))
    }
  }
  await Promise.all(Array.from({ length: 500 }, one))
  await redis[Symbol.asyncDispose]()
  return (count * 1000) / (performance.now() - begun)
}
