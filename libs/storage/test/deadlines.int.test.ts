import { Socket } from 'node:net'
import { Retryable } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { type Isolated, isolate, startFaultProxy } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { connectMongo, findById, storageCall } from '../src/index.ts'

const logger = createLogger('test', 'silent')
let stores: Isolated
beforeAll(async () => {
  stores = await isolate(import.meta.url)
})
afterAll(() => stores.remove())

/** Tracks the sockets of this process that are connected to `port`. */
function socketsTo(port: number) {
  const sockets = new Set<Socket>()
  const connect = Socket.prototype.connect
  Socket.prototype.connect = function (this: Socket, ...args: never[]) {
    this.once('connect', () => this.remotePort === port && sockets.add(this))
    return (connect as (...args: unknown[]) => Socket).apply(this, args)
  } as typeof connect
  return {
    /** As the kernel does when the other end is killed; it takes a moment until each socket has told its driver. */
    destroyAll: () => {
      for (const socket of sockets) socket.destroy()
    },
    [Symbol.dispose]: () => {
      Socket.prototype.connect = connect
    }
  }
}

describe('a call that begins just after its connection was destroyed', () => {
  it('ends, and so does what was queued behind it', async () => {
    using sockets = socketsTo(Number(new URL(stores.mongodbUrl).port))
    await using mongo = await connectMongo({ url: stores.mongodbUrl, database: stores.database, logger })
    const things = mongo.collection<{ _id: string }>('things')
    await things.insertOne({ _id: 'a' })
    const find = findById(things)
    sockets.destroyAll()
    const outcomes = await Promise.allSettled(['a', 'b'].map(find))
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Retryable)
    expect(await storageCall(() => things.findOne({ _id: 'a' }))).toEqual({ _id: 'a' })
    expect(await Promise.all(['a', 'b'].map(find))).toEqual([{ _id: 'a' }, null])
  }, 30_000)
})

describe('a frozen database', () => {
  it('is not ready and logged once, makes every call retryable, and is ready as soon as it continues', async () => {
    await using proxy = await startFaultProxy(stores.mongodbUrl)
    const lines: string[] = []
    const heard = { ...logger, warn: (_: unknown, line: string) => lines.push(line) } as unknown as typeof logger
    await using mongo = await connectMongo({ url: proxy.url, database: stores.database, logger: heard })
    const things = mongo.collection<{ _id: string }>('things')
    await things.findOne({})
    proxy.stall()
    const calls = [
      things.findOne({ _id: 'a' }),
      things.insertOne({ _id: 'written' }),
      things.find({}).toArray(),
      things.countDocuments({}),
      things.bulkWrite([{ deleteOne: { filter: { _id: 'none' } } }]),
      things.insertMany([{ _id: 'large'.repeat(2_000_000) }]),
      mongo.serverTime()
    ]
    const outcomes = await Promise.allSettled(calls.map(call => storageCall(() => call as Promise<unknown>)))
    expect(outcomes.map(outcome => (outcome as { reason?: unknown }).reason)).toEqual(
      calls.map(() => expect.any(Retryable))
    )
    expect(mongo.ready()).toBe(false)
    expect(lines.filter(line => line === 'the database is not responding')).toHaveLength(1)
    proxy.heal()
    await mongo.whenReady()
    expect(mongo.ready()).toBe(true)
    expect(await storageCall(() => things.countDocuments({}))).toBeGreaterThan(0)
  }, 60_000)
})
