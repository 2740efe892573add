import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { PrivateRabbitMq } from '@inbox/devstack'
import { Retryable } from '@inbox/kernel'
import { PROMPT_UNDER_LOAD_MS } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { defineConsumer, on } from '../src/index.ts'
import { startMortalBroker } from './broker-fixture.ts'
import { consumerName, eventually, numbered, open, startProxy, testEvent } from './harness.ts'

let rabbit: PrivateRabbitMq
beforeAll(async () => {
  rabbit = await startMortalBroker()
}, 60_000)
afterAll(async () => rabbit?.[Symbol.asyncDispose]())

test('I13: broker killed and restarted under load: nothing confirmed is lost and traffic resumes by itself', async () => {
  const type = testEvent()
  const handled = new Set<number>()
  const confirmed = new Set<number>()
  let [sent, refused, stopped] = [0, 0, false]
  await using broker = open(rabbit.url, [type])
  const slow = on(type, async ({ data }) => {
    await new Promise(resolve => setTimeout(resolve, 2))
    handled.add(data.n)
  })
  broker.consume(defineConsumer({ name: consumerName(), prefetch: 50, handlers: [slow] }))
  await broker.whenReady()

  const publisher = async () => {
    while (!stopped) {
      const n = ++sent
      const refusal = await broker.publish(type, numbered(type, n)).catch((error: unknown) => error)
      if (!refusal) confirmed.add(n)
      else {
        expect(refusal).toBeInstanceOf(Retryable)
        refused += 1
        await new Promise(resolve => setTimeout(resolve, 20))
      }
    }
  }
  const load = Promise.all(Array.from({ length: 100 }, publisher))
  await eventually('messages flow', () => handled.size > 1000)
  await rabbit.kill()
  await eventually('publishes are refused', () => refused > 0)
  const before = { confirmed: confirmed.size, handled: handled.size }
  await rabbit.restart()
  const bootedAt = Date.now()
  await eventually('flow resumes in both directions', () => {
    return confirmed.size > before.confirmed + 500 && handled.size > before.handled + 500
  })
  const resumedAfterMs = Date.now() - bootedAt
  stopped = true
  await load
  await eventually('every confirmed message is handled', () => [...confirmed].every(n => handled.has(n)), 30_000)
  expect(broker.activity().unconfirmed).toBe(0)
  expect(broker.ready()).toBe(true)
  console.log(
    `flow resumed ${resumedAfterMs} ms after the restart; ${sent} sent, ${confirmed.size} confirmed, ${refused} refused`
  )
}, 90_000)

test('broker frozen: publishes are refused in time, and resume by themselves when it thaws', async () => {
  const type = testEvent()
  let handled = 0
  await using broker = open(rabbit.url, [type], { confirmTimeoutMs: 300, window: 10 })
  broker.consume(
    defineConsumer({ name: consumerName(), prefetch: 10, handlers: [on(type, async () => void handled++)] })
  )
  await broker.whenReady()
  rabbit.pause()
  const startedAt = Date.now()
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, (_, n) => broker.publish(type, numbered(type, n)))
  )
  expect(Date.now() - startedAt).toBeLessThan(PROMPT_UNDER_LOAD_MS)
  for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(Retryable) })
  rabbit.resume()
  await eventually('a publish gets through', async () => {
    return broker.publish(type, numbered(type, 100)).then(
      () => true,
      () => false
    )
  })
  await eventually('it is handled', () => handled > 0)
  await eventually('nothing is waiting', () => broker.activity().unconfirmed === 0)
})

test('broker frozen for long: the loss is noticed by heartbeat, and everything is rebuilt afterwards', async () => {
  const type = testEvent()
  let handled = 0
  const url = `${rabbit.url}?heartbeat=1`
  await using broker = open(url, [type], { confirmTimeoutMs: 500 })
  broker.consume(
    defineConsumer({ name: consumerName(), prefetch: 10, handlers: [on(type, async () => void handled++)] })
  )
  await broker.whenReady()
  rabbit.pause()
  await eventually('the loss is noticed', () => !broker.ready())
  rabbit.resume()
  await broker.whenReady()
  await broker.publish(type, numbered(type, 1))
  await eventually('it is handled', () => handled > 0)
})

test('a connection that dies at any point of the handshake or the set-up never counts as open', async () => {
  const type = testEvent()
  let handled = 0
  const consumer = defineConsumer({
    name: consumerName(),
    prefetch: 10,
    handlers: [on(type, async () => void handled++)]
  })
  await using proxy = await startProxy(rabbit.url)
  const connect = () => {
    const broker = open(proxy.url, [type])
    broker.consume(consumer)
    return broker
  }
  {
    await using broker = connect()
    await broker.whenReady()
  }
  const wholeSetUp = proxy.mostBytes()
  for (let part = 0; part < 16; part++) {
    proxy.cutAfter((wholeSetUp * part) / 16)
    await using broker = connect()
    const triesBefore = proxy.connections()
    let wasReady = false
    await eventually('it tries again and again', () => {
      wasReady ||= broker.ready()
      return proxy.connections() > triesBefore + 3
    })
    expect(wasReady).toBe(false)
    proxy.cutAfter(undefined)
    await broker.whenReady()
    handled = 0
    await broker.publish(type, numbered(type, 1))
    await eventually('it is handled', () => handled === 1)
  }
}, 60_000)

test.each(['consume.afterHandle', 'consume.afterDivert'])(
  'I13: the message of a killed consumer is handled by the next one: at %s',
  async failPoint => {
    const type = testEvent()
    const name = consumerName()
    const child = fileURLToPath(new URL('./dying-consumer.ts', import.meta.url))
    const dying = spawn(process.execPath, ['--conditions=source', child, rabbit.url, name, type.type], {
      env: { FAIL_POINT: failPoint },
      stdio: ['pipe', 'pipe', 'inherit']
    })
    await once(dying.stdout, 'data')
    await using broker = open(rabbit.url, [type])
    await broker.whenReady()
    const exit = once(dying, 'exit')
    await broker.publish(type, numbered(type, 1))
    expect(await exit).toEqual([null, 'SIGKILL'])
    const redelivered: boolean[] = []
    const surviving = on(type, async (_envelope, context) => void redelivered.push(context.redelivered))
    broker.consume(defineConsumer({ name, prefetch: 10, handlers: [surviving] }))
    await eventually('it is handled', () => redelivered.length > 0)
    expect(redelivered).not.toContain(false)
  }
)
