import { Retryable } from '@inbox/kernel'
import { type FaultProxy, startFaultProxy } from '@inbox/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Broker, defineConsumer, on } from '../src/index.ts'
import { type OpenBroker, startOpenBroker } from './broker-fixture.ts'
import { consumerName, eventually, listening, numbered, open, type TestEvent, testEvent } from './harness.ts'

let rabbit: OpenBroker
beforeAll(async () => {
  rabbit = await startOpenBroker()
}, 60_000)
afterAll(async () => rabbit?.[Symbol.asyncDispose]())

const consuming = (type: TestEvent, handle: (n: number) => Promise<void>, name = consumerName()) =>
  defineConsumer({ name, prefetch: 10, handlers: [on(type, ({ data }) => handle(data.n))] })

const isPublished = (broker: Broker, type: TestEvent, n: number) =>
  broker.publish(type, numbered(type, n)).then(
    () => true,
    () => false
  )

describe('deleted', () => {
  test('an exchange: everybody is bound again before anything is published to it, and listeners are told of a gap', async () => {
    const type = testEvent()
    const [first, second, pushed] = [new Set<number>(), new Set<number>(), new Set<number>()]
    let gaps = 0
    await using one = open(rabbit.url, [type])
    await using other = open(rabbit.url, [])
    await using listener = open(rabbit.url, [])
    one.consume(consuming(type, async n => void first.add(n)))
    other.consume(consuming(type, async n => void second.add(n)))
    listener.subscribe({
      prefetch: 10,
      handlers: [on(type, async ({ data }) => void pushed.add(data.n))],
      onGap: () => void gaps++
    })
    await Promise.all([one, other, listener].map(each => each.whenReady()))
    expect(await isPublished(one, type, 0)).toBe(true)
    await rabbit.channel.deleteExchange('queue.events')
    const confirmed: number[] = []
    await eventually('messages are taken again', async () => {
      const n = confirmed.length + 1
      if (await isPublished(one, type, n)) confirmed.push(n)
      return confirmed.length === 20
    })
    for (const seen of [first, second, pushed])
      await eventually('each confirmed one came', () => confirmed.every(n => seen.has(n)))
    expect(gaps).toBe(1)
    expect([one, other, listener].every(each => each.ready())).toBe(true)
  })

  test.each(['queue', 'presence'] as const)(
    'one of several exchanges, %s.events: all are bound again',
    async service => {
      const types = { queue: testEvent(), presence: testEvent({}, 'presence') }
      const seen = new Set<string>()
      let gaps = 0
      await using listener = open(rabbit.url, [])
      const handlers = Object.entries(types).map(([owner, type]) => on(type, async () => void seen.add(owner)))
      listener.subscribe({ prefetch: 10, handlers, onGap: () => void gaps++ })
      await using queue = open(rabbit.url, [types.queue])
      await using presence = open(rabbit.url, [types.presence], { service: 'presence' })
      await Promise.all([listener, queue, presence].map(each => each.whenReady()))
      await rabbit.channel.deleteExchange(`${service}.events`)
      await eventually('the listener is told of a gap', () => gaps === 1)
      await eventually('an event of each came', async () => {
        await isPublished(queue, types.queue, 1)
        await isPublished(presence, types.presence, 1)
        return seen.size === 2
      })
    }
  )

  test('the wait queues and parking: they are declared again and work as before', async () => {
    const type = testEvent()
    let attempts = 0
    await using broker = open(rabbit.url, [type])
    const failing = consuming(type, async () => {
      if (++attempts === 1) throw new Retryable('database away')
    })
    broker.consume(failing)
    await broker.whenReady()
    await rabbit.channel.deleteQueue('retry.1s')
    await rabbit.channel.deleteExchange('parking')
    expect(await isPublished(broker, type, 1)).toBe(true)
    await eventually('the second attempt', () => attempts === 2, 30_000)
  })
})

describe('publishing that keeps failing', () => {
  test('makes the process not ready, and is logged as one error, then once when it works again', async () => {
    const type = testEvent()
    const { said, logger } = listening()
    await using broker = open(rabbit.url, [type], { logger })
    await broker.whenReady()
    await eventually('not ready', async () => {
      await isPublished(broker, type, 1)
      return !broker.ready()
    })
    for (let n = 0; n < 50; n++) await isPublished(broker, type, n)
    expect(said.error).toEqual(['publishing keeps failing'])
    await using taker = open(rabbit.url, [])
    taker.consume(consuming(type, async () => undefined))
    await taker.whenReady()
    await eventually('it is taken', () => isPublished(broker, type, 1))
    expect(broker.ready()).toBe(true)
    expect(said.info.filter(text => text === 'publishing works again')).toHaveLength(1)
  })

  test('if a node is frozen, another address is used for publishing and consuming', async () => {
    const type = testEvent()
    const seen: number[] = []
    await using node: FaultProxy = await startFaultProxy(rabbit.url)
    await using broker = open(`${node.url},${rabbit.url}`, [type], { confirmTimeoutMs: 1000 })
    broker.consume(consuming(type, async n => void seen.push(n)))
    await broker.whenReady()
    expect(await isPublished(broker, type, 1)).toBe(true)
    node.stall()
    const stalledAt = Date.now()
    await eventually('it is published by the other node', () => isPublished(broker, type, 2), 30_000)
    await eventually('and handled', () => seen.includes(2), 30_000)
    console.log(`published and handled by the other node ${Date.now() - stalledAt} ms after the freeze`)
  }, 90_000)
})

describe('a handler that never ends', () => {
  test('its message is retried, and the process is not ready until the handler ends after all', async () => {
    const type = testEvent()
    const gate = Promise.withResolvers<void>()
    const { said, logger } = listening()
    let attempts = 0
    await using broker = open(rabbit.url, [type], { logger })
    const hanging = on(type, async () => {
      if (++attempts === 1) await gate.promise
    })
    broker.consume(defineConsumer({ name: consumerName(), prefetch: 10, handleWithinMs: 200, handlers: [hanging] }))
    await broker.whenReady()
    await broker.publish(type, numbered(type, 1))
    await eventually('the second attempt', () => attempts === 2)
    await eventually('nothing is in hand', () => broker.activity().handling === 0)
    expect(broker.ready()).toBe(false)
    expect(said.error).toEqual(['a handler is hanging; returning its message to the broker'])
    gate.resolve()
    await eventually('ready', () => broker.ready())
  })

  test('in ordered work its message is retried in its place', async () => {
    const type = testEvent()
    const log: number[] = []
    await using broker = open(rabbit.url, [type])
    const hanging = on(type, async ({ data }) => {
      if (log.push(data.n) === 1) await new Promise(() => undefined)
    })
    const name = consumerName()
    broker.consume(defineConsumer({ name, prefetch: 10, order: 'kept', handleWithinMs: 200, handlers: [hanging] }))
    await broker.whenReady()
    for (const n of [1, 2, 3]) await broker.publish(type, numbered(type, n))
    await eventually('all are handled', () => log.length === 4)
    expect(log).toEqual([1, 1, 2, 3])
  })
})

test('a broker queue created with another delivery limit keeps that limit', async () => {
  const type = testEvent()
  const name = consumerName()
  let seen = 0
  const limited = {
    ...{ 'x-queue-type': 'quorum', 'x-delivery-limit': 20, 'x-single-active-consumer': true },
    ...{
      'x-dead-letter-exchange': 'parking',
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish'
    }
  }
  await rabbit.channel.assertQueue(name, { arguments: limited })
  await using broker = open(rabbit.url, [type])
  broker.consume(defineConsumer({ name, prefetch: 10, order: 'kept', handlers: [on(type, async () => void seen++)] }))
  await broker.whenReady()
  await broker.publish(type, numbered(type, 1))
  await eventually('it is handled', () => seen === 1)
})
