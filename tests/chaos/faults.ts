import { type Service, serviceNames } from '@inbox/devstack'
import { isThorough, manageBroker, redisCommand, repetitions } from '@inbox/testing'
import type { Experiment } from './experiment.ts'
import type { SingleStores } from './single-stores.ts'

/** Something that goes wrong with such stores, and how it is put right. */
export interface Fault<Stores = SingleStores> {
  name: string
  /** How long it lasts, in ms; 0: it is over at once, and only its consequences remain. */
  lastsMs: number
  /** Resolves once it has taken effect, with how to end it. */
  inflict(experiment: Experiment<Stores>): Promise<() => unknown>
  /** The service of which two more processes run meanwhile. */
  threeOf?: Service
  /** Whether ingest refuses everything meanwhile. */
  refuses?: boolean
  /** Whether others carry on: then waits count from its beginning, otherwise from its end. */
  othersGoOn?: boolean
}

/** By default just longer than silence on a connection stays unnoticed. */
const LASTING_MS = repetitions(8000, 40_000)
/** For faults that everybody is told of at once. */
const TOLD_MS = repetitions(3000, 40_000)
const over = () => undefined
export const seconds = (ms: number) => `${ms / 1000} s`

// services
export const serviceKilled = (service: Service): Fault<unknown> => ({
  name: `${service} is killed`,
  lastsMs: 0,
  async inflict({ system }) {
    await system.kill(service)
    return over
  }
})

const eachKilledInTurn: Fault<unknown> = {
  name: 'each service is killed in turn',
  lastsMs: 0,
  async inflict({ system }) {
    for (const service of serviceNames) {
      await system.kill(service)
      await system.ready(service)
    }
    return over
  }
}

export const serviceFrozen = (service: Service): Fault<unknown> => ({
  name: `${service} is frozen for ${seconds(LASTING_MS)}`,
  lastsMs: LASTING_MS,
  async inflict({ system }) {
    system.pause(service)
    return () => system.resume(service)
  }
})

/** Hits the first of three, which is the active one where only one is. */
const oneOfThree = (fault: Fault<unknown>, service: Service): Fault => ({
  ...fault,
  name: `one of three: ${fault.name}`,
  threeOf: service
})

// backing services
const storeNames = ['broker', 'redis', 'database'] as const
type StoreName = (typeof storeNames)[number]
const called: Record<StoreName, string> = { broker: 'the broker', redis: 'Redis', database: 'the database' }

export const storeKilled = (store: StoreName): Fault => ({
  name: `${called[store]} is killed`,
  lastsMs: 0,
  async inflict({ stores }) {
    await stores[store].instance.kill()
    return () => stores[store].instance.restart()
  }
})

export const storeFrozen = (store: StoreName, lastsMs = LASTING_MS): Fault => ({
  name: `${called[store]} is frozen for ${seconds(lastsMs)}`,
  lastsMs,
  async inflict({ stores }) {
    stores[store].instance.pause()
    return () => stores[store].instance.resume()
  }
})

const storeCutOff = (store: StoreName): Fault => ({
  name: `${called[store]} is cut off for ${seconds(LASTING_MS)}`,
  lastsMs: LASTING_MS,
  async inflict({ stores }) {
    stores[store].network.refuse()
    return () => stores[store].network.heal()
  }
})

const allConnectionsCut: Fault = {
  name: 'all connections to broker, Redis and database are cut',
  lastsMs: 0,
  async inflict({ stores }) {
    for (const store of storeNames) stores[store].network.cut()
    return over
  }
}

// what is in them
const exchangeDeleted = (exchange: string): Fault => ({
  name: `the exchange ${exchange} is deleted`,
  lastsMs: 0,
  async inflict({ system: { stores }, recording }) {
    await manageBroker(stores.managementUrl, 'DELETE', `exchanges/${stores.vhost}/${exchange}`)
    if (recording.exchanges.includes(exchange)) await recording.listenAgain(exchange)
    return over
  }
})

const brokerQueueDeleted = (name: string): Fault => ({
  name: `the broker queue ${name} is deleted`,
  lastsMs: 0,
  async inflict({ system: { stores } }) {
    await manageBroker(stores.managementUrl, 'DELETE', `queues/${stores.vhost}/${name}`)
    return over
  }
})

const alarm = (what: string, raise: string[], clear: string[]): Fault => ({
  name: `the broker has no ${what} for ${seconds(TOLD_MS)}`,
  lastsMs: TOLD_MS,
  refuses: true,
  async inflict({ stores: { broker } }) {
    await broker.instance.control(...raise)
    return () => broker.instance.control(...clear)
  }
})

const redisTold = (name: string, lastsMs: number, command: string[], undo?: string[]): Fault => ({
  name,
  lastsMs,
  async inflict({ stores: { redis } }) {
    await redisCommand(redis.instance.url, ...command)
    return undo ? () => redisCommand(redis.instance.url, ...undo) : over
  }
})

const redisEmptied = redisTold('Redis is emptied (FLUSHALL)', 0, ['FLUSHALL'])

const ofWhatLiesInThem = [
  exchangeDeleted('queue.events'),
  brokerQueueDeleted('distribution.baton'),
  redisEmptied,
  alarm('memory', ['set_vm_memory_high_watermark', '0.000001'], ['set_vm_memory_high_watermark', '0.4']),
  alarm('disk', ['set_disk_free_limit', '1000000000000000'], ['set_disk_free_limit', '64MB']),
  redisTold(`Redis pauses its clients for ${seconds(LASTING_MS)} (CLIENT PAUSE)`, LASTING_MS, [
    ...['CLIENT', 'PAUSE', `${LASTING_MS}`]
  ]),
  redisTold(
    `Redis is a replica for ${seconds(TOLD_MS)} (READONLY)`,
    TOLD_MS,
    ['REPLICAOF', '127.0.0.1', '1'],
    ['REPLICAOF', 'NO', 'ONE']
  )
]

/** Faults that all services feel. The tests of libs and services cover each kind that only some feel. */
const kinds: readonly Fault[] = [
  eachKilledInTurn,
  serviceFrozen('queue'),
  oneOfThree(serviceFrozen('distribution'), 'distribution'),
  storeKilled('broker'),
  storeKilled('database'),
  allConnectionsCut,
  redisEmptied
]

/**
 * Every service killed and frozen, alone and as one of three; every store killed, frozen and cut off; faults inside
 * stores.
 */
const matrix = (): readonly Fault[] => [
  ...serviceNames.flatMap(service =>
    [serviceKilled(service), serviceFrozen(service)].flatMap(fault => [fault, oneOfThree(fault, service)])
  ),
  ...storeNames.flatMap(store => [storeKilled(store), storeFrozen(store), storeCutOff(store)]),
  allConnectionsCut,
  exchangeDeleted('channel-ingest.events'),
  brokerQueueDeleted('queue.offers'),
  ...ofWhatLiesInThem
]

export const faults = isThorough ? matrix() : kinds
