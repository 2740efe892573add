import { Retryable } from '@inbox/kernel'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { defineConsumer, on } from '../src/index.ts'
import { startBroker, type TestBroker } from './broker-fixture.ts'
import { consumerName, eventually, numbered, open, startProxy, type TestEvent, testEvent } from './harness.ts'

let rabbit: TestBroker
beforeAll(async () => {
  rabbit = await startBroker()
}, 60_000)
afterAll(async () => rabbit?.[Symbol.asyncDispose]())

describe('order', () => {
  const kept = (name: string, type: TestEvent, handle: Parameters<typeof on<TestEvent>>[1]) =>
    defineConsumer({ name, prefetch: 10, order: 'kept', handlers: [on(type, handle)] })

  test('I11: kept: a retryable failure holds what follows with the same key, and nothing else', async () => {
    const type = testEvent()
    const log: string[] = []
    await using broker = open(rabbit.url, [type])
    broker.consume(
      kept(consumerName(), type, async ({ key, data }, { attempt }) => {
        log.push(`${key}${data.n}#${attempt}`)
        if (key === 'a' && data.n === 1 && attempt === 1) throw new Retryable('provider away')
      })
    )
    await broker.whenReady()
    for (const [key, n] of [
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['a', 3]
    ] as const) {
      await broker.publish(type, numbered(type, n, key))
    }
    await eventually('all are handled', () => log.length === 5)
    expect(log).toEqual(['a1#1', 'b1#1', 'a1#2', 'a2#1', 'a3#1'])
  })

  test('I11: kept: a connection lost halfway repeats messages but never swaps two with the same key', async () => {
    const type = testEvent()
    const log: number[] = []
    let running = 0
    await using proxy = await startProxy(rabbit.url)
    await using broker = open(proxy.url, [type])
    await using publisher = open(rabbit.url, [type])
    const gate = Promise.withResolvers<void>()
    broker.consume(
      kept(consumerName(), type, async ({ data }) => {
        expect(++running).toBe(1)
        if (log.push(data.n) === 3) await gate.promise
        running -= 1
      })
    )
    await Promise.all([broker.whenReady(), publisher.whenReady()])
    for (let n = 1; n <= 8; n++) await publisher.publish(type, numbered(type, n))
    await eventually('the third is being handled', () => log.length === 3)
    proxy.cut()
    await eventually('the connection is noticed as lost', () => !broker.ready())
    await broker.whenReady()
    gate.resolve()
    await eventually('the last is handled', () => log.at(-1) === 8)
    const repeated = log.filter((n, index) => log.indexOf(n) !== index)
    expect(log.filter((n, index) => log.lastIndexOf(n) === index)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(repeated).toContain(3)
    expect(log.every((n, index) => index === 0 || n <= log[index - 1]! + 1)).toBe(true)
  })

  test('disposing finishes the running handler and leaves the rest, in order, to the next process', async () => {
    const type = testEvent()
    const name = consumerName()
    const log: string[] = []
    const gate = Promise.withResolvers<void>()
    await using first = open(rabbit.url, [type])
    await using second = open(rabbit.url, [type])
    const leaving = first.consume(
      kept(name, type, async ({ data }) => {
        log.push(`first takes ${data.n}`)
        await gate.promise
        log.push(`first ends ${data.n}`)
      })
    )
    await first.whenReady()
    second.consume(kept(name, type, async ({ data }) => void log.push(`second takes ${data.n}`)))
    await second.whenReady()
    for (let n = 1; n <= 4; n++) await first.publish(type, numbered(type, n))
    await eventually('the first is being handled', () => log.length === 1)
    const left = leaving[Symbol.asyncDispose]()
    gate.resolve()
    await left
    await eventually('all are handled', () => log.length === 5)
    expect(log).toEqual(['first takes 1', 'first ends 1', 'second takes 2', 'second takes 3', 'second takes 4'])
  })

  test('any: as many at once as the prefetch allows, and no more', async () => {
    const type = testEvent()
    const gate = Promise.withResolvers<void>()
    let [running, most, done] = [0, 0, 0]
    await using broker = open(rabbit.url, [type])
    const slow = on(type, async () => {
      most = Math.max(most, ++running)
      await gate.promise
      running -= 1
      done += 1
    })
    broker.consume(defineConsumer({ name: consumerName(), prefetch: 4, handlers: [slow] }))
    await broker.whenReady()
    for (let n = 1; n <= 12; n++) await broker.publish(type, numbered(type, n))
    await eventually('four run', () => running === 4)
    gate.resolve()
    await eventually('all are handled', () => done === 12)
    expect(most).toBe(4)
  })
})
