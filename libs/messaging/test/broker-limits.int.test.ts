import type { PrivateRabbitMq } from '@inbox/devstack'
import { Retryable } from '@inbox/kernel'
import { PROMPT_UNDER_LOAD_MS } from '@inbox/testing'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { defineConsumer, listParked, on } from '../src/index.ts'
import { startMortalBroker } from './broker-fixture.ts'
import { consumerName, eventually, listening, numbered, open, testEvent } from './harness.ts'

/** The broker's time-out for a consumer that holds a message. */
const TIMEOUT_MS = 300
let rabbit: PrivateRabbitMq
beforeAll(async () => {
  rabbit = await startMortalBroker({ consumerTimeoutMs: TIMEOUT_MS })
}, 60_000)
afterAll(async () => rabbit?.[Symbol.asyncDispose]())

test('an ordered message that is repeatedly held beyond the broker’s patience is not parked', async () => {
  const type = testEvent()
  const log: string[] = []
  let back = false
  const { said, logger } = listening()
  await using broker = open(rabbit.url, [type], { logger })
  const held = on(type, async ({ data }) => {
    if (data.n === 1 && !back) throw new Retryable('provider away')
    log.push(`handled ${data.n}`)
  })
  broker.consume(
    defineConsumer({ name: consumerName(), prefetch: 10, order: 'kept', deliveryLimit: 2, handlers: [held] })
  )
  await broker.whenReady()
  await broker.publish(type, numbered(type, 1))
  await broker.publish(type, numbered(type, 2))
  await eventually(
    'it came back often',
    () => said.warn.filter(text => text === 'connection or channel is not open').length > 6
  )
  back = true
  await eventually('both are handled, in order', () => log.length === 2)
  expect(log).toEqual(['handled 1', 'handled 2'])
  expect(await listParked(rabbit.url)).toEqual([])
}, 120_000)

test('during a broker alarm publishing is refused at once and consuming goes on; afterwards everything flows again', async () => {
  const type = testEvent()
  let handled = 0
  let proceed = false
  await using broker = open(rabbit.url, [type], { confirmTimeoutMs: 500 })
  const waiting = on(type, async () => {
    if (!proceed) throw new Retryable('not yet')
    handled += 1
  })
  broker.consume(defineConsumer({ name: consumerName(), prefetch: 10, handlers: [waiting] }))
  await broker.whenReady()
  const isTaken = () =>
    broker.publish(type, numbered(type, 1)).then(
      () => true,
      () => false
    )
  await rabbit.control('set_vm_memory_high_watermark', '0')
  await eventually('publishes are refused', async () => !(await isTaken()))
  await eventually('not ready', () => !broker.ready())
  const askedAt = performance.now()
  await expect(broker.publish(type, numbered(type, 2))).rejects.toThrow(Retryable)
  expect(performance.now() - askedAt).toBeLessThan(PROMPT_UNDER_LOAD_MS)
  proceed = true
  await rabbit.control('set_vm_memory_high_watermark', '0.8')
  await eventually('it is taken', isTaken)
  await eventually('it is handled', () => handled > 0)
  expect(broker.ready()).toBe(true)
}, 60_000)
