import { readFile } from 'node:fs/promises'
import { type Isolated, isolate, waitFor } from '@inbox/testing'
import { aConversation, aDepartment, anAgent, aPresence } from '../services/distribution/test/builders.ts'
import { configFor } from '../services/distribution/test/config.ts'
import { type DistributionProcess, spawnDistribution } from '../services/distribution/test/distribution-process.ts'
import { type Neighbours, startNeighbours } from '../services/distribution/test/neighbours.ts'
import { type Figure, ms, perSecond, ratio } from './figure.ts'
import { openLoop } from './open-loop.ts'

const WAITING = 100_000
const FEW_WAITING = 100
const AGENTS = 20
const RATE = 20
const SECONDS = 12
const TO_DRAIN = 8000
const TAKEOVERS = 3

/**
 * distribution as real processes on a real broker, with doubles of queue, directory and presence that answer at once.
 */
export async function matcher(): Promise<Figure[]> {
  const few = await withWaiting(FEW_WAITING, measureFreedSlots)
  const { many, memory, readyMs, takeovers } = await withWaiting(WAITING, async world => {
    const [readyMs, memory] = [world.readyMs, await memoryOf(world.active)]
    const many = await measureFreedSlots(world)
    return { many, memory, readyMs, takeovers: await measureTakeovers(world) }
  })
  const [one, sixteen] = [await measureDrain(1), await measureDrain(16)]
  const beside = `${RATE}/s freed, ${AGENTS} agents; queue is a double that answers at once`
  return [
    {
      goal: 'G2',
      what: `slot freed → offer sent, ${WAITING.toLocaleString('en')} waiting compared with ${FEW_WAITING}`,
      measured: `p50 ${ratio(many.at(50), few.at(50))}, p99 ${ratio(many.at(99), few.at(99))} (p50 ${ms(many.at(50))}, p99 ${ms(many.at(99))} compared with ${ms(few.at(50))}, ${ms(few.at(99))})`,
      target: '≤ 1.2 x',
      beside
    },
    {
      goal: 'G3',
      what: 'offers by the matcher, one department / 16 departments',
      measured: `${perSecond(one)} / ${perSecond(sixteen)}`,
      target: '≥ 800/s / ≥ 800/s',
      beside: `${TO_DRAIN.toLocaleString('en')} waiting when the policy becomes automatic; queue is a double that answers at once`
    },
    {
      goal: 'G9',
      what: `active matcher killed under load, ${WAITING.toLocaleString('en')} waiting → next offer`,
      measured: takeovers.map(ms).join(', '),
      target: '≤ 300 ms',
      beside: `the standby follows the events; a new process is up to date after ${ms(readyMs)}`
    },
    {
      goal: 'G16',
      what: `resident memory of distribution, ${WAITING.toLocaleString('en')} waiting`,
      measured: `${memory.resident} MB`,
      target: '≤ 150 MB',
      beside: `${memory.own} MB of it private, without the pages of the Node binary that all services share; just after it is up to date`
    }
  ]
}

interface World {
  neighbours: Neighbours
  active: DistributionProcess
  /** From the start of the active process until it had its replicas. */
  readyMs: number
  start(): Promise<DistributionProcess>
}

/** One automatic department with `waiting` conversations and agents who handle one at a time. */
async function withWaiting<Value>(waiting: number, body: (world: World) => Promise<Value>): Promise<Value> {
  await using stack = new AsyncDisposableStack()
  const stores = stack.use(await isolate('bench_matcher'))
  const neighbours = stack.use(await startNeighbours(stores.rabbitmqUrl))
  await neighbours.department(aDepartment())
  store(neighbours, 'sales', waiting)
  const start = async () => stack.use(await startProcess(stores, neighbours))
  const begun = performance.now()
  const active = await start()
  const readyMs = performance.now() - begun
  for (let n = 0; n < AGENTS; n++) {
    await neighbours.agent(anAgent(`agent-${n}`, { limit: 1 }))
    await neighbours.presence(aPresence(`agent-${n}`))
  }
  await waitFor(() => neighbours.accepted.length === AGENTS)
  return await body({ neighbours, active, readyMs, start })
}

const beginning = Date.parse('2026-01-01T00:00:00Z')
let stored = 0
const waitingConversation = (departmentId: string) =>
  aConversation(`conversation-${++stored}`, {
    departmentId,
    enqueuedAt: new Date(beginning + stored).toISOString(),
    routing: { waitingSince: new Date(beginning + stored).toISOString() }
  })

function store({ conversations }: Neighbours, departmentId: string, count: number): void {
  for (let n = 0; n < count; n++) {
    const conversation = waitingConversation(departmentId)
    conversations.set(conversation.id, conversation)
  }
}

async function startProcess(stores: Isolated, neighbours: Neighbours): Promise<DistributionProcess> {
  const process = await spawnDistribution(
    configFor(stores, neighbours, { LOG_LEVEL: 'error', OFFER_ANSWER_MS: 30_000 })
  )
  await waitFor(async () => (await process.matcher())?.ready, { timeoutMs: 60_000 })
  return process
}

/** An agent becomes free and is offered the next conversation; each time another one joins the queue. */
async function free(neighbours: Neighbours, n: number): Promise<void> {
  const agentId = `agent-${n % AGENTS}`
  const held = () => neighbours.accepted.findLast(id => neighbours.conversations.get(id)?.offer?.agentId === agentId)
  const before = await waitFor(held, { timeoutMs: 10_000 })
  const next = waitingConversation('sales')
  neighbours.conversations.set(next.id, next)
  const given = neighbours.nextOffer(agentId)
  await Promise.all([neighbours.closed(before), neighbours.queued(next)])
  await given
}

async function measureFreedSlots({ neighbours }: World) {
  await openLoop(RATE, 3, n => free(neighbours, n))
  return openLoop(RATE, SECONDS, n => free(neighbours, n))
}

/** Kills the active process while slots become free; measures how long until the next process decides. */
async function measureTakeovers({ neighbours, active, start }: World): Promise<number[]> {
  const taken: number[] = []
  let current = active
  for (let n = 0; n < TAKEOVERS; n++) {
    const standby = await start()
    const load = openLoop(RATE, 6, each => free(neighbours, each))
    await waitFor(() => neighbours.offers.length > 0)
    const killedAt = Date.now()
    await current.kill()
    const deadAt = Date.now()
    const next = await waitFor(
      () => neighbours.offers.findLast(({ decision }) => Date.parse(decision.decidedAt) > deadAt),
      { timeoutMs: 10_000 }
    )
    taken.push(next.at - killedAt)
    await load
    current = standby
  }
  return taken
}

/** Offers per second when this many departments with waiting conversations become automatic at once. */
async function measureDrain(departments: number): Promise<number> {
  await using stack = new AsyncDisposableStack()
  const stores = stack.use(await isolate('bench_matcher'))
  const neighbours = stack.use(await startNeighbours(stores.rabbitmqUrl))
  const ids = Array.from({ length: departments }, (_, n) => `department-${n}`)
  for (const [n, id] of ids.entries()) {
    await neighbours.department(aDepartment({ id, distribution: { mode: 'manual' } }))
    store(neighbours, id, TO_DRAIN / departments)
    for (let k = 0; k < AGENTS; k++) {
      await neighbours.agent(anAgent(`agent-${n}-${k}`, { departmentIds: [id], limit: 1000 }))
      await neighbours.presence(aPresence(`agent-${n}-${k}`))
    }
  }
  stack.use(await startProcess(stores, neighbours))
  const begun = performance.now()
  await Promise.all(ids.map(id => neighbours.department(aDepartment({ id, version: 2 }))))
  await waitFor(() => neighbours.accepted.length === TO_DRAIN, { timeoutMs: 120_000 })
  return TO_DRAIN / ((performance.now() - begun) / 1000)
}

/** In MB: all resident memory, and the part of it that is not file pages. */
async function memoryOf({ pid }: DistributionProcess): Promise<{ own: number; resident: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const [resident, own] = ['VmRSS', 'RssAnon'].map(name =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
  ) as [number, number]
  return { own, resident }
}
