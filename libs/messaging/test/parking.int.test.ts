import { runOps } from '@inbox/devstack'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { connect } from 'amqplib'
import { type Broker, defineConsumer, dropParked, listParked, on, replayParked } from '../src/index.ts'
import { startBroker, type TestBroker } from './broker-fixture.ts'
import { consumerName, eventually, numbered, open, type TestEvent, testEvent } from './harness.ts'

let rabbit: TestBroker
beforeAll(async () => {
  rabbit = await startBroker()
}, 60_000)
afterAll(async () => rabbit?.[Symbol.asyncDispose]())
beforeEach(async () => {
  const parked = await listParked(rabbit.url, { limit: 1000 })
  await dropParked(
    rabbit.url,
    parked.map(({ id }) => id)
  )
})

/** A consumer that fails until `repair` is called. */
function failingConsumer(type: TestEvent, name = consumerName()) {
  const seen: { n: number; attempt: number }[] = []
  let broken = true
  const handler = on(type, async ({ data }, { attempt }) => {
    seen.push({ n: data.n, attempt })
    if (broken) throw new Error('bug')
  })
  const repair = () => {
    broken = false
  }
  return { name, seen, repair, consumer: defineConsumer({ name, prefetch: 10, handlers: [handler] }) }
}

const parkedIds = async () => (await listParked(rabbit.url)).map(({ id }) => id).sort()

async function parkThree(broker: Broker, type: TestEvent, name: string): Promise<string[]> {
  const envelopes = [1, 2, 3].map(n => numbered(type, n))
  await broker.whenReady()
  for (const envelope of envelopes) await broker.publish(type, envelope)
  await eventually('three are parked', async () => (await parkedIds()).length === 3)
  return envelopes.map(({ id }) => `${name}/${id}`)
}

test('listing shows messages with origin and reason, and changes nothing however often it is done', async () => {
  const type = testEvent()
  const { consumer, name } = failingConsumer(type)
  await using broker = open(rabbit.url, [type])
  broker.consume(consumer)
  const ids = await parkThree(broker, type, name)
  for (let look = 0; look < 30; look++) await listParked(rabbit.url)
  expect(await parkedIds()).toEqual([...ids].sort())
  expect((await listParked(rabbit.url, { limit: 1 }))[0]).toMatchObject({
    id: ids[0],
    origin: name,
    type: type.type,
    reason: 'defect: bug',
    attempts: 1,
    publishedAt: expect.any(Date),
    body: expect.stringContaining('"n":1')
  })
  expect(await listParked(rabbit.url, { limit: 2 })).toHaveLength(2)
})

test('a message is replayed only to the consumer that parked it, with fresh attempts', async () => {
  const type = testEvent()
  const { consumer, name, seen, repair } = failingConsumer(type)
  let others = 0
  await using broker = open(rabbit.url, [type])
  broker.consume(consumer)
  broker.consume(
    defineConsumer({ name: consumerName(), prefetch: 10, handlers: [on(type, async () => void others++)] })
  )
  const [first, second, third] = await parkThree(broker, type, name)
  repair()
  expect(await replayParked(rabbit.url, [second!, 'nobody/unknown'])).toEqual({ replayed: [second], stuck: [] })
  await eventually('it is handled', () => seen.length === 4)
  expect(seen[3]).toEqual({ n: 2, attempt: 1 })
  expect(await parkedIds()).toEqual([first, third].sort())
  expect(others).toBe(3)
})

test('when all are replayed, what still fails is parked again instead of going round in circles', async () => {
  const type = testEvent()
  const { consumer, name, seen } = failingConsumer(type)
  await using broker = open(rabbit.url, [type])
  broker.consume(consumer)
  const ids = await parkThree(broker, type, name)
  expect((await replayParked(rabbit.url, 'all')).replayed.sort()).toEqual([...ids].sort())
  await eventually('all failed again', () => seen.length === 6)
  await eventually('all are parked again', async () => (await parkedIds()).length === 3)
})

test('a message whose broker queue is gone stays parked and is reported as stuck', async () => {
  const type = testEvent()
  const { consumer, name } = failingConsumer(type)
  await using broker = open(rabbit.url, [type])
  const running = broker.consume(consumer)
  const ids = await parkThree(broker, type, name)
  await running[Symbol.asyncDispose]()
  const connection = await connect(rabbit.url)
  await (await connection.createChannel()).deleteQueue(name)
  await connection.close()
  const { replayed, stuck } = await replayParked(rabbit.url, 'all')
  expect({ replayed, stuck: stuck.sort() }).toEqual({ replayed: [], stuck: [...ids].sort() })
  expect(await parkedIds()).toEqual([...ids].sort())
})

test('dropped messages are gone, the others stay', async () => {
  const type = testEvent()
  const { consumer, name } = failingConsumer(type)
  await using broker = open(rabbit.url, [type])
  broker.consume(consumer)
  const [first, second, third] = await parkThree(broker, type, name)
  expect(await dropParked(rabbit.url, [first!, third!, 'nobody/unknown'])).toEqual([first, third])
  expect(await parkedIds()).toEqual([second])
  expect(
    await dropParked(rabbit.url, some => some.filter(({ publishedAt }) => publishedAt! < new Date(Date.now() - 60_000)))
  ).toEqual([])
  expect(await dropParked(rabbit.url, async some => some.filter(({ origin }) => origin === name))).toEqual([second])
})

test('one process reads parking at a time and sees all of it; others wait as long as they like', async () => {
  const type = testEvent()
  const { consumer, name } = failingConsumer(type)
  await using broker = open(rabbit.url, [type])
  broker.consume(consumer)
  const ids = (await parkThree(broker, type, name)).sort()
  let waiting: Promise<string[]> | undefined
  await dropParked(rabbit.url, async () => {
    await expect(dropParked(rabbit.url, [], AbortSignal.timeout(500))).rejects.toThrow()
    waiting = parkedIds()
    return []
  })
  expect(await waiting).toEqual(ids)
})

test('a process that dies while reading parking has changed nothing', async () => {
  const type = testEvent()
  const { consumer, name } = failingConsumer(type)
  await using broker = open(rabbit.url, [type])
  broker.consume(consumer)
  const ids = (await parkThree(broker, type, name)).sort()
  const stop = new AbortController()
  const dropping = dropParked(
    rabbit.url,
    async some => {
      stop.abort(new Error('enough'))
      await new Promise(() => undefined)
      return some
    },
    stop.signal
  )
  await expect(dropping).rejects.toThrow('enough')
  expect(await parkedIds()).toEqual(ids)
})

test('operators can do the same from the command line, even while a node is away, and see the usage if their arguments are wrong', async () => {
  const type = testEvent()
  const { consumer, name } = failingConsumer(type)
  await using broker = open(rabbit.url, [type])
  broker.consume(consumer)
  const [first, second] = await parkThree(broker, type, name)
  const run = async (...args: string[]) => {
    const ended = await runOps(['parking', ...args], { RABBITMQ_URL: `amqp://127.0.0.1:1,${rabbit.url}` })
    if (ended.code !== 0) throw Object.assign(new Error(ended.stderr), ended)
    return JSON.parse(ended.stdout)
  }
  expect(await run('list', '--limit', '1')).toMatchObject({ id: first, reason: 'defect: bug' })
  expect(await run('show', first!)).toMatchObject({ id: first, attempts: 1, body: { type: type.type } })
  expect(await run('drop', first!)).toEqual({ dropped: [first] })
  expect(await run('replay', second!)).toEqual({ replayed: [second], stuck: [] })
  await expect(run('show', first!)).rejects.toMatchObject({
    code: 1,
    stderr: `no parked message has the id ${first}\n`
  })
  expect(await run('drop', '--older-than', '1')).toEqual({ dropped: [] })
  await expect(run('drop', '--older-than', 'yesterday')).rejects.toMatchObject({ code: 2 })
  await expect(run('replay')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('replay --all') })
})
