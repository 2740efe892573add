import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getConversationsById, messageAppended, windowExpired } from '@inbox/contracts'
import { freePort, serviceProgram, startEmbeddedMongo } from '@inbox/devstack'
import { createServiceCallers, route, startHttpServer } from '@inbox/http'
import { ok } from '@inbox/kernel'
import { connectBroker, newEnvelope, on } from '@inbox/messaging'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate, waitFor } from '@inbox/testing'
import { aConversation } from '../services/session-expiry/test/fixture.ts'
import { type Figure, ms, perSecond } from './figure.ts'
import { latencies } from './percentiles.ts'
import { residentMb } from './resident.ts'

const ARMED = 1_000_000
const SOON = 2000
const SOON_SPREAD_MS = 20_000
const BURST = 1000
const WRITERS = 500
const MESSAGES_EACH = 40
const DAY_MS = 86_400_000
const secret = 'a secret of some length that only this bench knows'
const logger = createLogger('bench', 'error')

/** G8: lateness, burst, writes, memory and start with 1,000,000 armed windows. */
export async function windows(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inbox-windows-'))
  try {
    // its default limit is meant for development
    const env = { EMBEDDED_MONGO_MEMORY_LIMIT_MB: '65536', NODE_OPTIONS: '--max-old-space-size=14336' }
    await using database = await startEmbeddedMongo({ dataDir, env: { ...process.env, ...env } })
    return await measure(database.url)
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(mongodbUrl: string): Promise<Figure[]> {
  await using stack = new AsyncDisposableStack()
  const stores = stack.use(await isolate('bench_windows', { mongodbUrl }))
  const ends = new Map<string, number>()
  const queue = stack.use(await standIn(ends))
  const mongo = stack.use(
    await connectMongo({ url: stores.mongodbUrl, database: `${stores.name}_session_expiry`, logger })
  )
  const broker = stack.use(
    connectBroker({ url: stores.rabbitmqUrl, service: 'queue', publishes: [messageAppended], logger })
  )
  const told = new Map<string, { at: number; heardAt: number; expiresAt: number }>()
  stack.use(
    broker.subscribe({
      prefetch: 1000,
      handlers: [
        on(windowExpired, async ({ key, occurredAt, data }) => {
          const expiresAt = Date.parse(data.expiresAt)
          if (!told.has(key)) told.set(key, { at: Date.parse(occurredAt), heardAt: Date.now(), expiresAt })
        })
      ]
    })
  )
  await broker.whenReady()
  const collection = mongo.collection<{ _id: string }>('windows')
  const store = async (ids: string[], endOf: (n: number) => number, soonTold: boolean) => {
    for (let from = 0; from < ids.length; from += 5000) {
      const documents = ids.slice(from, from + 5000).map((_id, index) => {
        const end = endOf(from + index)
        ends.set(_id, end)
        const dueAt = new Date(soonTold ? end : end - 3_600_000)
        return {
          _id,
          version: 1,
          outbox: [],
          state: 'armed',
          expiresAt: new Date(end),
          conversationVersion: 1,
          dueAt,
          soonTold
        }
      })
      await collection.insertMany(documents, { ordered: false })
    }
  }
  const idsOf = (kind: string, count: number) => Array.from({ length: count }, (_, n) => `${kind}-${n}`)
  const loading = performance.now()
  // spread over the day, none of them due during the run
  await store(idsOf('armed', ARMED), n => Date.now() + 2 * 3_600_000 + (n * DAY_MS) / ARMED, false)
  const loadedIn = performance.now() - loading

  const start = async () => {
    const port = await freePort()
    const settings = {
      ...{ RABBITMQ_URL: stores.rabbitmqUrl, MONGODB_URL: stores.mongodbUrl, MONGODB_DATABASE_PREFIX: stores.name },
      ...{ SERVICE_TOKEN_SECRET: secret, QUEUE_URL: queue.url, LOG_LEVEL: 'error', SESSION_EXPIRY_PORT: String(port) }
    }
    const begun = performance.now()
    const { command, args, env } = serviceProgram('session-expiry', { ...process.env, ...settings })
    const child = spawn(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
    const url = `http://127.0.0.1:${port}`
    await waitFor(async () => (await fetch(`${url}/readyz`)).ok, {
      timeoutMs: 30_000,
      describe: 'session-expiry ready'
    })
    return { url, pid: child.pid, readyMs: performance.now() - begun, stop: () => child.kill('SIGKILL') }
  }
  // start once beforehand, so that indexes and broker queues exist
  const first = await start()
  first.stop()
  const service = await start()
  stack.defer(() => void service.stop())
  const metric = async (line: string) => {
    const text = await (await fetch(`${service.url}/metrics`)).text()
    return Number(
      text
        .split('\n')
        .find(each => each.startsWith(`${line} `))
        ?.split(' ')[1] ?? 0
    )
  }

  const begun = Date.now() + 35_000
  await store(idsOf('soon', SOON), n => begun + (n * SOON_SPREAD_MS) / SOON, true)
  const together = begun + SOON_SPREAD_MS + 5000
  await store(idsOf('burst', BURST), () => together, true)

  const writesBefore = await metric('window_timer_writes_total')
  const writing = performance.now()
  for (let n = 0; n < MESSAGES_EACH; n++) await Promise.all(idsOf('new', WRITERS).map(id => write(broker, ends, id, n)))
  const taken = 'broker_consumed_total{consumer="session-expiry.windows",outcome="done"}'
  await waitFor(async () => (await metric(taken)) >= WRITERS * MESSAGES_EACH, {
    timeoutMs: 30_000,
    describe: 'all messages to be handled'
  })
  const writtenIn = performance.now() - writing
  const writes = (await metric('window_timer_writes_total')) - writesBefore

  await waitFor(() => told.size >= SOON + BURST, { timeoutMs: 120_000, describe: 'all windows have expired' })
  const late = latencies()
  const seen = latencies()
  const all = [...told.values()]
  const early = all.filter(({ at, expiresAt }) => at < expiresAt).length
  for (const [id, { at, heardAt, expiresAt }] of told) {
    if (!id.startsWith('soon')) continue
    late.record(at - expiresAt)
    seen.record(heardAt - expiresAt)
  }
  const burstMs =
    Math.max(...[...told].filter(([id]) => id.startsWith('burst')).map(([, { heardAt }]) => heardAt)) - together
  const rss = await residentMb(service.pid)
  const beside = `${ARMED.toLocaleString('en')} armed in the embedded database (stored in ${Math.round(loadedIn / 1000)} s)`
  const figure = (what: string, measured: string, target: string, more = beside): Figure => ({
    ...{ goal: 'G8', what, measured, target, beside: more }
  })
  return [
    figure(
      'session windows: end → expiry written',
      `${early} early; late by p50 ${ms(late.at(50))}, p99 ${ms(late.at(99))}, max ${ms(late.most)}; event received p99 ${ms(seen.at(99))}`,
      'never early; p99 ≤ 100 ms',
      `${perSecond((SOON * 1000) / SOON_SPREAD_MS)}; ${beside}`
    ),
    figure(
      `${BURST.toLocaleString('en')} windows ending in the same ms → the last event received`,
      ms(burstMs),
      '≤ 2 s'
    ),
    figure(
      'timer writes per message',
      (writes / (WRITERS * MESSAGES_EACH)).toFixed(4),
      '≤ 0.05',
      `${(WRITERS * MESSAGES_EACH).toLocaleString('en')} messages of ${WRITERS} new conversations, handled in ${ms(writtenIn)}`
    ),
    figure('resident memory', `${Math.round(rss)} MB`, '≤ 200 MB'),
    figure('process started → ready', ms(service.readyMs), '≤ 2 s')
  ]
}

/** A stand-in that answers like queue; the windows of these conversations end at `ends`. */
const standIn = async (ends: Map<string, number>) =>
  startHttpServer({
    port: 0,
    host: '127.0.0.1',
    routes: [
      route(getConversationsById, async ({ query }) =>
        ok({
          items: query.ids.map(id => aConversation(id, new Date(ends.get(id)!), { version: 2 }))
        })
      )
    ],
    authenticate: createServiceCallers(secret, 'required'),
    notReady: () => [],
    logger
  })

async function write(broker: ReturnType<typeof connectBroker>, ends: Map<string, number>, id: string, n: number) {
  const at = new Date().toISOString()
  ends.set(id, (ends.get(id) ?? Date.now() + DAY_MS) + 1000)
  const conversation = aConversation(id, new Date(ends.get(id)!), { version: n + 2 })
  const message = {
    ...{ id: `m-${id}-${n}`, conversationId: id, direction: 'inbound' as const, author: { kind: 'contact' as const } },
    ...{ content: { type: 'text' as const, text: 'hello' }, sentAt: at, receivedAt: at }
  }
  const data = { conversation, message }
  await broker
    .publish(
      messageAppended,
      newEnvelope(messageAppended, { key: id, version: n + 2, occurredAt: at, correlationId: 'bench', data })
    )
    .catch(error => console.error(String(error)))
}
