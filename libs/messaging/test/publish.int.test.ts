import { Defect, Retryable } from '@inbox/kernel'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { connect } from 'amqplib'
import { defineConsumer, on } from '../src/index.ts'
import { startBroker, type TestBroker } from './broker-fixture.ts'
import { consumerName, eventually, numbered, open, startProxy, type TestEvent, testEvent } from './harness.ts'

let rabbit: TestBroker
beforeAll(async () => {
  rabbit = await startBroker()
}, 60_000)
afterAll(async () => rabbit?.[Symbol.asyncDispose]())

const ignoring = (type: TestEvent, name = consumerName()) =>
  defineConsumer({ name, prefetch: 10, handlers: [on(type, async () => undefined)] })

describe('publishing', () => {
  test('a mandatory message that nobody receives is refused as Retryable', async () => {
    const type = testEvent()
    await using broker = open(rabbit.url, [type])
    await broker.whenReady()
    await expect(broker.publish(type, numbered(type, 1))).rejects.toThrow(Retryable)
    broker.consume(ignoring(type))
    await broker.whenReady()
    await expect(broker.publish(type, numbered(type, 2))).resolves.toBeUndefined()
  })

  test('a message that is not mandatory may reach nobody', async () => {
    const type = testEvent({ mandatory: false })
    await using broker = open(rabbit.url, [type])
    await broker.whenReady()
    await expect(broker.publish(type, numbered(type, 1))).resolves.toBeUndefined()
  })

  test('of many concurrent messages exactly those that nobody receives are refused', async () => {
    const [taken, lonely] = [testEvent(), testEvent()]
    await using broker = open(rabbit.url, [taken, lonely], { window: 20 })
    broker.consume(ignoring(taken))
    await broker.whenReady()
    const types = Array.from({ length: 200 }, (_, n) => (n % 3 ? taken : lonely))
    const results = await Promise.allSettled(types.map((type, n) => broker.publish(type, numbered(type, n))))
    expect(results.map(({ status }) => status)).toEqual(types.map(type => (type === taken ? 'fulfilled' : 'rejected')))
    expect(broker.activity().unconfirmed).toBe(0)
  })

  test('a message that a full broker queue refuses (nack) is refused as Retryable', async () => {
    const type = testEvent()
    await using broker = open(rabbit.url, [type])
    await broker.whenReady()
    const connection = await connect(rabbit.url)
    const channel = await connection.createChannel()
    const full = { 'x-max-length': 1, 'x-overflow': 'reject-publish' }
    const { queue: amqpQueue } = await channel.assertQueue('', { exclusive: true, arguments: full })
    await channel.bindQueue(amqpQueue, 'queue.events', type.type)
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map(n => broker.publish(type, numbered(type, n))))
    const reasons = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
    expect(reasons.length).toBeGreaterThan(0)
    for (const reason of reasons) expect(reason).toBeInstanceOf(Retryable)
    await connection.close()
  })

  test('without a connection a publish is refused at once', async () => {
    const type = testEvent()
    await using broker = open('amqp://127.0.0.1:1', [type])
    await expect(broker.publish(type, numbered(type, 1))).rejects.toThrow(Retryable)
    expect(broker.ready()).toBe(false)
    await expect(broker.whenReady(50)).rejects.toThrow(Retryable)
  })

  test('every publish settles when the connection is cut halfway, and later ones get through', async () => {
    const type = testEvent()
    await using proxy = await startProxy(rabbit.url)
    await using broker = open(proxy.url, [type], { window: 50 })
    broker.consume(ignoring(type))
    await broker.whenReady()
    const results = Array.from({ length: 500 }, (_, n) => broker.publish(type, numbered(type, n)))
    await Promise.race(results)
    proxy.cut()
    const settled = await Promise.allSettled(results)
    const refused = settled.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused.length).toBeGreaterThan(0)
    for (const reason of refused) expect(reason).toBeInstanceOf(Retryable)
    await broker.whenReady()
    await expect(broker.publish(type, numbered(type, 1))).resolves.toBeUndefined()
  })

  test('a message that does not match its type is a defect of the publisher and is not sent', async () => {
    const [type, undeclared] = [testEvent(), testEvent()]
    await using broker = open(rabbit.url, [type])
    const wrong = { ...numbered(type, 1), data: { n: 'one' } }
    await expect(broker.publish(type, wrong)).rejects.toThrow(/data\.n/)
    await expect(broker.publish(type, { ...numbered(type, 1), key: '' })).rejects.toThrow(Defect)
    await expect(broker.publish(type, numbered(undeclared, 1))).rejects.toThrow(Defect)
    await expect(broker.publish(undeclared, numbered(undeclared, 1))).rejects.toThrow(Defect)
  })

  test("a service cannot publish another's events", () => {
    expect(() => open(rabbit.url, [testEvent()], { service: 'presence' })).toThrow(TypeError)
  })

  test('a declaration that the broker refuses is reported at once instead of waiting for ever', async () => {
    const type = testEvent()
    const name = consumerName()
    const connection = await connect(rabbit.url)
    const channel = await connection.createChannel()
    await channel.assertQueue(name, { arguments: { 'x-queue-type': 'classic' } })
    await using broker = open(rabbit.url, [type])
    broker.consume(ignoring(type, name))
    await expect(broker.whenReady()).rejects.toThrow(/PRECONDITION/)
    await channel.deleteQueue(name)
    await connection.close()
    await eventually('recovers by itself once the cause is gone', () => broker.ready())
  })
})
