import { setTimeout as sleep } from 'node:timers/promises'
import { presenceChanged } from '@inbox/contracts'
import { connectBroker, on } from '@inbox/messaging'
import { createLogger } from '@inbox/telemetry'
import { startConstellation, waitFor } from '@inbox/testing'
import { call } from './clients.ts'
import { type Figure, ms } from './figure.ts'
import { latencies } from './percentiles.ts'

const AGENTS = 1000
const PING_MS = 3000
const TIMEOUT_MS = 30_000
const BEATS = 5
const SPREAD_MS = 10_000

/** G6 with 1,000 agents: how late `presence.changed(disconnected)` arrives after aliveUntil + 30.000 s; never early. */
export async function demotion(): Promise<Figure[]> {
  await using constellation = await startConstellation('bench_presence', {
    services: ['directory', 'presence'],
    env: { LOG_LEVEL: 'warn' }
  })
  const logger = createLogger('bench', 'warn')
  await using broker = connectBroker({
    url: constellation.stores.rabbitmqUrl,
    service: 'inbox-gateway',
    publishes: [],
    logger
  })
  const late = latencies()
  let early = 0
  await using _subscription = broker.subscribe({
    prefetch: 1000,
    handlers: [
      on(presenceChanged, async ({ data }) => {
        if (data.link !== 'disconnected' || !data.aliveUntil) return
        const error = Date.now() - Date.parse(data.aliveUntil) - TIMEOUT_MS
        if (error < 0) early += 1
        late.record(error)
      })
    ]
  })
  await broker.whenReady()
  const beats = (agents: number[]) =>
    call('POST', `${constellation.urls.presence}/v1/beats`, '', {
      gatewayId: 'bench',
      pingMs: PING_MS,
      beats: agents.map(n => ({ agentId: `agent-${n}`, sessionId: `s-${n}`, ageMs: 0 })),
      closed: []
    }).catch(error => console.error(String(error)))

  const all = Array.from({ length: AGENTS }, (_, n) => n)
  for (let second = 0; second < BEATS; second++) {
    await beats(all)
    await sleep(1000)
  }
  // falls silent little by little, while its gateway goes on
  for (let begun = Date.now(); late.count < AGENTS && Date.now() - begun < SPREAD_MS + TIMEOUT_MS + 10_000; ) {
    const gone = ((Date.now() - begun) / SPREAD_MS) * AGENTS
    await beats(all.filter(n => n >= gone))
    await sleep(1000)
  }
  await waitFor(() => late.count === AGENTS, { timeoutMs: 5000, describe: 'all demotions' })
  return [
    {
      goal: 'G6',
      what: 'demotion after aliveUntil + 30.000 s',
      measured: `${early} early; late by p50 ${ms(late.at(50))}, p99 ${ms(late.at(99))}, max ${ms(late.most)}`,
      target: 'never early; p50 ≤ 100 ms, p99 ≤ 400 ms (at 20,000 agents)',
      beside: `${AGENTS} agents falling silent over ${SPREAD_MS / 1000} s, seen by a consumer of the event`
    }
  ]
}
