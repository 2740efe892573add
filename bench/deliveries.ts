import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Delivery, type Outcome, openDeliveries } from '@inbox/delivery'
import { createOutboundClient } from '@inbox/http'
import { systemClock } from '@inbox/kernel'
import { connectMongo } from '@inbox/storage'
import { createLogger } from '@inbox/telemetry'
import { isolate } from '@inbox/testing'
import { type Figure, ms, ratio } from './figure.ts'
import { inTurns } from './in-turns.ts'
import { openLoop } from './open-loop.ts'

const COUNT = 2000
const LINES = 200
const TURNS = 5
/** How many go to one target at a time. */
const AT_ONCE = 20
const [RATE, SECONDS] = [50, 10]
const [SOME, MANY] = [1000, 100_000]
const PAGE = 5000
const DAY_MS = 86_400_000
const logger = createLogger('bench', 'silent')

/**
 * Deliveries compared with raw posts of the same bodies, and their latency while those to a dead target are waiting.
 */
export async function deliveries(): Promise<Figure[]> {
  await using stack = new AsyncDisposableStack()
  const stores = stack.use(await isolate('bench_deliveries'))
  const mongo = stack.use(await connectMongo({ url: stores.mongodbUrl, database: stores.database, logger }))
  const collection = mongo.collection<Delivery<string>>('deliveries')
  const client = stack.use(createOutboundClient(['loopback']))
  const url = await startReceiver(stack)
  const post = (signal: AbortSignal) =>
    client.post({ url, headers: { 'content-type': 'application/json' }, body: '{"text":"It left today"}', signal })
  const taken = new Map<string, () => void>()
  const engine = stack.use(
    await openDeliveries<string>({
      collection,
      send: async ({ _id, target }, signal): Promise<Outcome> => {
        if (target === 'dead') return { kind: 'retry', error: 'nobody is there' }
        await post(signal)
        // only once its place at the target is free, or the next one would find none and wait
        setImmediate(() => taken.get(_id)?.())
        return { kind: 'sent' }
      },
      ...{ isIdempotent: () => true, entriesOf: () => [], types: [], publish: async () => undefined },
      ...{ clock: systemClock, logger }
    })
  )
  let ids = 0
  const add = (target: string, line: string, id = `d${++ids}`) => {
    const requestedAt = new Date()
    return engine.add({ id, target, line, payload: '', requestedAt, until: new Date(requestedAt.getTime() + DAY_MS) })
  }
  const deliver = (line: string) =>
    new Promise<void>((resolve, reject) => {
      const id = `d${++ids}`
      taken.set(id, resolve)
      add('shop', line, id).catch(reject)
    })
  /** Does all of them with AT_ONCE posters, each of which starts its next when one is done. */
  const byPosters = (work: () => Promise<unknown>) => {
    let left = COUNT
    const poster = async () => {
      while (left-- > 0) await work()
    }
    return rateOf(() => Promise.all(Array.from({ length: AT_ONCE }, poster)))
  }
  const rawPosts = () => byPosters(() => post(AbortSignal.timeout(10_000)))
  /** Like answers in most conversations: nothing in their line is ahead of them. */
  const first = () => byPosters(() => deliver(`line of ${ids}`))
  const all = () => rateOf(() => Promise.all(Array.from({ length: COUNT }, (_, n) => deliver(`line ${n % LINES}`))))
  const steady = () => openLoop(RATE, SECONDS, n => deliver(`steady ${n % LINES}`))

  await inTurns(1, rawPosts, { all, first })
  const turns = await inTurns(TURNS, rawPosts, { all, first })
  const undisturbed = await steady()
  for (let n = 0; n < SOME; n++) await add('dead', `dead ${n}`)
  const besideSome = await steady()
  await fill(collection)
  const besideMany = await steady()
  const waiting = (await engine.backlogs()).get('dead')?.count ?? 0
  if (waiting < 10_000) throw new Error(`only ${waiting} deliveries wait for the dead target`)

  const posts = `raw posts of the same bodies, ${AT_ONCE} at a time: ${turns.bound}`
  const beside = `undisturbed: p50 ${ms(undisturbed.at(50))}, p99 ${ms(undisturbed.at(99))}; at ${RATE}/s`
  const besideWaiting = (count: number, { at }: typeof undisturbed): Figure => ({
    goal: '–',
    what: `delivery requested → handed to its target, while ${count.toLocaleString('en')} for a dead target wait`,
    measured: `p50 ${ms(at(50))}, p99 ${ms(at(99))} = ${ratio(at(99), undisturbed.at(99))}`,
    target: 'p99 ≤ 2 x',
    beside
  })
  return [
    {
      goal: '–',
      what: `deliveries, each stored, ${COUNT / LINES} in sequence in each of ${LINES} conversations`,
      measured: turns.measured.all,
      target: '≥ 0.4 x raw',
      beside: posts
    },
    {
      goal: '–',
      what: `deliveries, each stored, ${AT_ONCE} at a time, in conversations where nothing else waits`,
      measured: turns.measured.first,
      target: '≥ 0.4 x raw',
      beside: posts
    },
    besideWaiting(SOME, besideSome),
    besideWaiting(MANY, besideMany)
  ]
}

/** Somebody's server, which accepts everything. */
async function startReceiver(stack: AsyncDisposableStack): Promise<string> {
  const server = createServer((request, response) => request.resume().on('end', () => response.writeHead(204).end()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stack.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

async function rateOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return COUNT / ((performance.now() - begun) / 1000)
}

/** Stores what a target that has long been dead leaves behind, all of it due. */
async function fill(collection: { insertMany(documents: never[]): Promise<unknown> }): Promise<void> {
  const now = new Date()
  for (let from = 0; from < MANY; from += PAGE) {
    const documents = Array.from({ length: PAGE }, (_, n) => ({
      ...{ _id: `w${from + n}`, version: 1, outbox: [], state: 'waiting', attempts: 1, target: 'dead', payload: '' },
      ...{ line: `waiting ${from + n}`, position: from + n, requestedAt: now, dueAt: now },
      until: new Date(now.getTime() + DAY_MS)
    }))
    await collection.insertMany(documents as never[])
  }
}
