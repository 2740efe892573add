import { type ChildProcess, spawn } from 'node:child_process'
import { type DataOf, type Envelope, gatewayUnheard, presenceChanged } from '@inbox/contracts'
import { freePort, serviceProgram } from '@inbox/devstack'
import { connectBroker, on } from '@inbox/messaging'
import { connectRedis } from '@inbox/storage/redis'
import { createLogger } from '@inbox/telemetry'
import { type Isolated, isolate, waitFor } from '@inbox/testing'
import { jest } from '@jest/globals'
import { openChanges } from '../src/store/changes.ts'
import { type Batch, openPresences, type PresencesOptions } from '../src/store/presences.ts'

const logger = createLogger('test', process.env.LOG_LEVEL ?? 'silent')
/** PRESENCE_TRUE_TIMES=1 uses the real times: minutes instead of seconds, so only by hand. */
const trueTimes = process.env.PRESENCE_TRUE_TIMES === '1'
/** The real times, thirty times as fast; batches are as rare as a loaded machine needs. */
export const TIMES = trueTimes
  ? { timeoutMs: 30_000, logoutMs: 300_000, batchMs: 1000, pingMs: 3000 }
  : { timeoutMs: 1000, logoutMs: 3000, batchMs: 200, pingMs: 100 }
if (trueTimes) jest.setTimeout(180_000)

/** The store alone, with nobody sweeping or publishing, to see what the scripts do, step by step. */
export async function openStore(url: string, more: Partial<PresencesOptions> & { redisUrl?: string } = {}) {
  const stores = await isolate(url)
  const redis = connectRedis({ url: more.redisUrl ?? stores.redisUrl, prefix: stores.redisPrefix, logger })
  await redis.whenReady()
  const { pingMs, ...times } = TIMES
  const presences = openPresences({
    redis,
    prefix: stores.redisPrefix,
    shards: 2,
    ...times,
    ...more
  })
  const changes = openChanges({
    ...{ redis, prefix: stores.redisPrefix, shards: 2, consumer: 'test', abandonedAfterMs: 10_000 }
  })
  const batch = (gatewayId: string, given: Partial<Batch> = {}, create = true) =>
    presences.beats({ gatewayId, pingMs, beats: [], closed: [], ...given }, create)
  return {
    ...{ stores, redis, presences, changes, batch },
    /** Lets `ms` pass in which gateway `idle` has nothing to report. */
    async passing(ms: number, act: () => Promise<unknown> = async () => undefined) {
      for (let [passed, before] = [0, Date.now()]; passed < ms; ) {
        await batch('idle')
        await act()
        await sleep(Math.min(25, ms - passed))
        const step = Date.now() - before
        before += step
        // when a busy machine stood still there was a blackout: that does not count
        if (step <= 2 * TIMES.batchMs) passed += step
      }
    },
    /** What was recorded since the last call, as `agent:cause`. */
    async recorded() {
      const taken = await Promise.all([0, 1].map(async shard => ({ shard, list: await changes.take(shard) })))
      await Promise.all(taken.map(async ({ shard, list }) => list.length > 0 && changes.done(shard, list)))
      return taken.flatMap(({ list }) => list).map(({ data, at }) => ({ ...data, at }))
    },
    async [Symbol.asyncDispose]() {
      await redis[Symbol.asyncDispose]()
      await stores.remove()
    }
  }
}

export const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
export const beat = (agentId: string, sessionId = 'c1', ageMs = 0) => ({ agentId, sessionId, ageMs })

type Changed = Envelope<DataOf<typeof presenceChanged>>

/** Real processes on separate stores, a gateway's batches, and everything published. */
export async function openWorld(url: string, given: { redisUrl?: string } = {}) {
  const stores: Isolated = await isolate(url)
  const redisUrl = given.redisUrl ?? stores.redisUrl
  const processes = new Set<ChildProcess>()
  const published: Changed[] = []
  const unheard: string[] = []
  const broker = connectBroker({ url: stores.rabbitmqUrl, service: 'queue', publishes: [], logger })
  const take = async (envelope: Changed) => void published.push(envelope)
  broker.subscribe({
    prefetch: 1,
    handlers: [on(presenceChanged, take), on(gatewayUnheard, async ({ key }) => void unheard.push(key))]
  })
  await broker.whenReady()

  const startProcess = async (env: NodeJS.ProcessEnv = {}) => {
    const port = await freePort()
    const given = { ...process.env, ...settings(stores, redisUrl), PRESENCE_PORT: String(port), ...env }
    const { command, args, env: whole } = serviceProgram('presence', given)
    const child = spawn(command, args, { env: whole, stdio: process.env.LOG_LEVEL ? 'inherit' : 'ignore' })
    processes.add(child)
    const address = `http://127.0.0.1:${port}`
    await waitFor(async () => (await fetch(`${address}/readyz`)).ok, { timeoutMs: 60_000, describe: 'presence ready' })
    const exited = new Promise(resolve => child.once('exit', resolve))
    return {
      ...{ address, child, exited },
      /** Ends it, so that it does not publish what the next test expects of another. */
      async [Symbol.asyncDispose]() {
        child.kill('SIGTERM')
        if (child.exitCode === null && child.signalCode === null) await exited
      }
    }
  }
  return {
    ...{ stores, published, unheard, startProcess },
    of: (agentId: string) => published.filter(({ key }) => key === agentId).map(({ data }) => data),
    async [Symbol.asyncDispose]() {
      for (const child of processes) {
        child.kill('SIGCONT')
        child.kill('SIGKILL')
      }
      await broker[Symbol.asyncDispose]()
      await stores.remove()
    }
  }
}

const settings = (stores: Isolated, redisUrl: string) => ({
  RABBITMQ_URL: stores.rabbitmqUrl,
  REDIS_URL: redisUrl,
  MONGODB_URL: stores.mongodbUrl,
  MONGODB_DATABASE_PREFIX: stores.name,
  REDIS_PREFIX: stores.redisPrefix,
  LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
  SERVICE_TOKEN_SECRET: 'service-token-secret-of-the-tests-123',
  SERVICE_AUTH: 'loopback',
  PRESENCE_SHARDS: '2',
  PRESENCE_TIMEOUT_MS: String(TIMES.timeoutMs),
  PRESENCE_LOGOUT_MS: String(TIMES.logoutMs),
  PRESENCE_BATCH_MS: String(TIMES.batchMs)
})

/** A proper gateway: posts at once, then every 50 ms, to whichever of `addresses` answers within `patienceMs`. */
export function openGateway(id: string, addresses: () => readonly string[], patienceMs = 300) {
  const proofs = new Map<string, number>()
  const lively = new Set<string>()
  const connections = new Map<string, number>()
  let closed: ReturnType<typeof beat>[] = []
  let silent = false
  const connectionOf = (agentId: string) => `c${connections.get(agentId) ?? 1}`
  const post = async () => {
    for (const agentId of lively) proofs.set(agentId, performance.now())
    const age = (since: number) => performance.now() - since
    const closing = closed
    const body = {
      gatewayId: id,
      pingMs: TIMES.pingMs,
      beats: Array.from(proofs, ([agentId, at]) => beat(agentId, connectionOf(agentId), age(at))),
      closed: closing
    }
    for (const address of addresses()) {
      const done = await send(address, '/v1/beats', 'POST', body, patienceMs).catch(() => undefined)
      if (done?.ok) {
        closed = closed.filter(each => !closing.includes(each))
        return
      }
    }
  }
  const stop = new AbortController()
  const loop = (async () => {
    for (; !stop.signal.aborted; await sleep(50)) if (!silent) await post()
  })()
  return {
    connect(...agentIds: string[]) {
      for (const agentId of agentIds) lively.add(agentId)
    },
    /** Loses the network: nobody sees a close. */
    lose(...agentIds: string[]) {
      for (const agentId of agentIds) lively.delete(agentId)
    },
    /** Closes the tab; the next connection will be another one. */
    close(...agentIds: string[]) {
      for (const agentId of agentIds) {
        lively.delete(agentId)
        proofs.delete(agentId)
        closed.push(beat(agentId, connectionOf(agentId)))
        connections.set(agentId, (connections.get(agentId) ?? 1) + 1)
      }
    },
    speak(whether: boolean) {
      silent = !whether
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await loop
    }
  }
}

export const send = (address: string, path: string, method: string, body: unknown, timeoutMs = 5000) =>
  fetch(`${address}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs)
  })
