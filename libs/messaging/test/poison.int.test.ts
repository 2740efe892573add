import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { testProgram } from '@inbox/devstack'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { defineConsumer, listParked, on } from '../src/index.ts'
import { type OpenBroker, startOpenBroker } from './broker-fixture.ts'
import { consumerName, eventually, numbered, open, type TestEvent, testEvent } from './harness.ts'

let rabbit: OpenBroker
beforeAll(async () => {
  rabbit = await startOpenBroker()
}, 60_000)
// the next test would read all of it again
afterEach(() => rabbit.channel.purgeQueue('parking'))
afterAll(async () => rabbit?.[Symbol.asyncDispose]())

const parked = async () => (await rabbit.channel.checkQueue('parking')).messageCount

/**
 * Reruns the mortal consumer until it has handled `expected` messages and as many as are deadly are parked, or more are
 * parked. Returns the handled messages and how often it died.
 */
async function runMortal(type: TestEvent, deadly: number[], consumers: string[], expected: number) {
  const { command, args, env } = testProgram(new URL('./mortal-consumer.ts', import.meta.url).href)
  const given = [...args, rabbit.url, type.type, deadly.join(), ...consumers]
  const handled: string[] = []
  const spawned = () => {
    const child = spawn(command, given, { env, stdio: ['pipe', 'pipe', 'inherit'] })
    createInterface(child.stdout).on('line', line => handled.push(line))
    return child
  }
  let deaths = 0
  let child = spawned()
  const isOver = async () => {
    const count = await parked()
    return count > deadly.length || (count === deadly.length && new Set(handled).size >= expected)
  }
  const isDone = async () => {
    if (child.signalCode !== null) {
      deaths += 1
      child = spawned()
    }
    return isOver()
  }
  await eventually('all are handled or parked', isDone, 200_000)
  child.kill('SIGKILL')
  await once(child, 'close')
  return { handled, deaths }
}

test('of 102 messages, exactly the two that kill the process handling them are parked', async () => {
  const type = testEvent()
  const [name, beside] = [consumerName(), consumerName()]
  await using broker = open(rabbit.url, [type])
  for (const each of [name, beside]) {
    const nobody = defineConsumer({
      name: each,
      prefetch: 1,
      deliveryLimit: 8,
      handlers: [on(type, async () => undefined)]
    })
    const declaring = broker.consume(nobody)
    await broker.whenReady()
    await declaring[Symbol.asyncDispose]()
  }
  const numbers = Array.from({ length: 102 }, (_, n) => n)
  await Promise.all(numbers.map(n => broker.publish(type, numbered(type, n))))
  const deadly = [13, 57]
  const { handled, deaths } = await runMortal(type, deadly, [name, beside], 100 + 102)
  console.log(`the process died ${deaths} times`)

  const found = await listParked(rabbit.url)
  expect(found.map(({ origin, body }) => `${origin} ${JSON.parse(body).data.n}`).sort()).toEqual(
    deadly.map(n => `${name} ${n}`)
  )
  expect(found.map(({ reason }) => reason)).toEqual(
    deadly.map(() => expect.stringMatching(/^defect: its process died \d+ times/))
  )
  const innocent = numbers.filter(n => !deadly.includes(n))
  expect(new Set(handled)).toEqual(
    new Set([...innocent.map(n => `${name} ${n}`), ...numbers.map(n => `${beside} ${n}`)])
  )
}, 240_000)

test('in ordered work, too, only the message that kills its process is parked, and the others are handled in order', async () => {
  const type = testEvent()
  const name = consumerName()
  await using broker = open(rabbit.url, [type])
  const handlers = [on(type, async () => undefined)]
  const declaring = broker.consume(defineConsumer({ name, prefetch: 1, order: 'kept', handlers }))
  await broker.whenReady()
  await declaring[Symbol.asyncDispose]()
  const numbers = Array.from({ length: 30 }, (_, n) => n)
  for (const n of numbers) await broker.publish(type, numbered(type, n, n % 2 ? 'odd' : 'even'))
  const killed = 7
  const { handled } = await runMortal(type, [killed], [`${name}:kept`], 29)
  expect((await listParked(rabbit.url)).map(({ origin, body }) => `${origin} ${JSON.parse(body).data.n}`)).toEqual([
    `${name} ${killed}`
  ])
  for (const rest of [0, 1]) {
    const seen = handled.map(line => Number(line.split(' ')[1])).filter(n => n % 2 === rest)
    const once = seen.filter((n, index) => seen.indexOf(n) === index)
    expect(once).toEqual(numbers.filter(n => n % 2 === rest && n !== killed))
  }
}, 120_000)

test.each([
  ['20 MB of nested arrays', Buffer.from('['.repeat(20_000_000)), /^malformed: 20000000 bytes exceed the limit of/],
  [
    '20 MB of objects',
    Buffer.from(`[${'{"a":1},'.repeat(2_500_000)}{}]`),
    /^malformed: 20000004 bytes exceed the limit of/
  ],
  ['half a megabyte of nested arrays', Buffer.from('['.repeat(500_000)), /^malformed: nested more than 32 levels deep/],
  [
    'real nesting',
    Buffer.from(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`),
    /^malformed: nested more than 32 levels deep/
  ]
])('%s: parked unread, and the next one is handled', async (_case, body, reason) => {
  const type = testEvent()
  const name = consumerName()
  let seen = 0
  await using broker = open(rabbit.url, [type])
  broker.consume(defineConsumer({ name, prefetch: 10, handlers: [on(type, async () => void seen++)] }))
  await broker.whenReady()
  rabbit.channel.sendToQueue(name, body, { contentType: 'application/json', messageId: 'poison' })
  await broker.publish(type, numbered(type, 1))
  await eventually('the good one is handled', () => seen === 1)
  await eventually('the poison is parked', async () => (await parked()) === 1, 30_000)
  expect(await listParked(rabbit.url)).toEqual([
    expect.objectContaining({ origin: name, reason: expect.stringMatching(reason) })
  ])
})

test('brackets inside strings do not count as nesting', async () => {
  const type = testEvent()
  const name = consumerName()
  let seen = 0
  await using broker = open(rabbit.url, [type])
  broker.consume(defineConsumer({ name, prefetch: 10, handlers: [on(type, async () => void seen++)] }))
  await broker.whenReady()
  const envelope = { ...numbered(type, 1), correlationId: `\\"${'['.repeat(60)}` }
  rabbit.channel.sendToQueue(name, Buffer.from(JSON.stringify(envelope)), { contentType: 'application/json' })
  await eventually('it is handled', () => seen === 1)
})

test('a consumer can allow larger messages', async () => {
  const type = testEvent()
  const name = consumerName()
  let seen = 0
  await using broker = open(rabbit.url, [type])
  const consumer = { name, prefetch: 10, maxBytes: 3_000_000, handlers: [on(type, async () => void seen++)] }
  broker.consume(defineConsumer(consumer))
  await broker.whenReady()
  const padded = JSON.stringify(numbered(type, 1)) + ' '.repeat(2_000_000)
  rabbit.channel.sendToQueue(name, Buffer.from(padded), { contentType: 'application/json' })
  await eventually('it is handled', () => seen === 1)
})
