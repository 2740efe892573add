import { Malformed, Retryable, reject } from '@inbox/kernel'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { defineConsumer, type Handler, type HandlingContext, listParked, on, replayParked } from '../src/index.ts'
import { type OpenBroker, startOpenBroker } from './broker-fixture.ts'
import { consumerName, eventually, numbered, open, startProxy, testEvent } from './harness.ts'

let rabbit: OpenBroker
beforeAll(async () => {
  rabbit = await startOpenBroker()
}, 60_000)
afterAll(async () => rabbit?.[Symbol.asyncDispose]())

const handlesOf = (name: string, ...handlers: Handler[]) => defineConsumer({ name, prefetch: 10, handlers })
const json = (content: unknown) => Buffer.from(JSON.stringify(content))
const asJson = { contentType: 'application/json' }
const parkedBy = async (name: string) => (await listParked(rabbit.url)).filter(({ origin }) => origin === name)

describe('the fate of a message', () => {
  test('handled or rejected by the domain: acknowledged', async () => {
    const type = testEvent()
    const name = consumerName()
    let seen = 0
    await using broker = open(rabbit.url, [type])
    const running = broker.consume(
      handlesOf(
        name,
        on(type, async ({ data }) => {
          seen += 1
          return data.n === 1 ? reject('not-owner', 'Ana owns it') : undefined
        })
      )
    )
    await broker.whenReady()
    await broker.publish(type, numbered(type, 1))
    await broker.publish(type, numbered(type, 2))
    await eventually('both are handled', () => seen === 2 && broker.activity().handling === 0)
    await running[Symbol.asyncDispose]()
    expect(await rabbit.channel.get(name)).toBe(false)
    expect(await parkedBy(name)).toEqual([])
  })

  test('malformed: parked at once with the reason and the paths, and the next one is handled', async () => {
    const type = testEvent()
    const name = consumerName()
    const seen: number[] = []
    await using broker = open(rabbit.url, [type])
    broker.consume(
      handlesOf(
        name,
        on(type, async ({ data }) => void seen.push(data.n))
      )
    )
    await broker.whenReady()
    const good = numbered(type, 1)
    const bad: [Buffer, object, RegExp][] = [
      [Buffer.from('{"id":'), asJson, /not JSON/],
      [json(good), { contentType: 'text/plain' }, /content type/],
      [json(good), {}, /content type/],
      [json({ ...good, id: undefined }), asJson, /id: /],
      [json({ ...good, data: { n: { $gt: 0 } } }), asJson, /data\.n: /],
      [json({ ...good, type: 'unknown.type' }), asJson, /type: unknown: unknown\.type/]
    ]
    for (const [body, properties] of bad)
      rabbit.channel.sendToQueue(name, body, { messageId: 'foreign', ...properties })
    await broker.publish(type, numbered(type, 7))
    await eventually('the good one is handled', () => seen.includes(7))
    await eventually('all bad ones are parked', async () => (await parkedBy(name)).length === bad.length)
    const reasons = (await parkedBy(name)).map(({ reason }) => reason).join('\n')
    for (const [, , reason] of bad) expect(reasons).toMatch(reason)
    expect(seen).toEqual([7])
  })

  test('newer schema than its consumer knows: parked as unsupported, and handled once replayed to a consumer that knows it, as is an older one', async () => {
    const known = testEvent()
    const newer = { ...known, schema: 2 }
    const name = consumerName()
    const seen: number[] = []
    const handles = (type: typeof known) =>
      handlesOf(
        name,
        on(type, async ({ data }) => void seen.push(data.n))
      )
    await using ofToday = open(rabbit.url, [known])
    await using ofTomorrow = open(rabbit.url, [newer])
    const consumption = ofToday.consume(handles(known))
    await Promise.all([ofToday, ofTomorrow].map(each => each.whenReady()))
    await ofTomorrow.publish(newer, numbered(newer, 1))
    await ofToday.publish(known, numbered(known, 2))
    await eventually('it is parked', async () => (await parkedBy(name)).length === 1)
    await eventually('the other one is handled', () => seen.includes(2))
    const [parked] = await parkedBy(name)
    expect(parked!.reason).toBe(`unsupported version: ${known.type} has schema 2; this release knows 1`)

    await consumption[Symbol.asyncDispose]()
    ofTomorrow.consume(handles(newer))
    await replayParked(rabbit.url, [parked!.id])
    await ofToday.publish(known, numbered(known, 3))
    await eventually('both are handled', () => seen.length === 3)
    expect(seen.toSorted()).toEqual([1, 2, 3])
  })

  test('unknown fields, including prototype-pollution keys, do not reach the handler', async () => {
    const type = testEvent()
    const name = consumerName()
    const seen: object[] = []
    await using broker = open(rabbit.url, [type])
    broker.consume(
      handlesOf(
        name,
        on(type, async ({ data }) => void seen.push(data))
      )
    )
    await broker.whenReady()
    const body = JSON.stringify({ ...numbered(type, 1) }).replace('"n":1', '"n":1,"x":2,"__proto__":{"admin":true}')
    rabbit.channel.sendToQueue(name, Buffer.from(body), asJson)
    await eventually('it is handled', () => seen.length === 1)
    expect(seen).toEqual([{ n: 1 }])
    expect((seen[0] as { admin?: boolean }).admin).toBeUndefined()
  })

  test.each([
    ['a defect', new TypeError('undefined is not a function'), /^defect: undefined is not/],
    ['malformed according to the handler', new Malformed('no such channel'), /^malformed: no such/]
  ])('%s: parked at once', async (_case, thrown, reason) => {
    const type = testEvent()
    const name = consumerName()
    let attempts = 0
    await using broker = open(rabbit.url, [type])
    const failing = on(type, async () => {
      attempts += 1
      throw thrown
    })
    broker.consume(handlesOf(name, failing))
    await broker.whenReady()
    await broker.publish(type, numbered(type, 1))
    await eventually('it is parked', async () => (await parkedBy(name)).length === 1)
    expect((await parkedBy(name))[0]).toMatchObject({ reason: expect.stringMatching(reason), type: type.type })
    expect(attempts).toBe(1)
  })

  test('retryable: comes back after the tier’s delay, to the consumer that failed and no other', async () => {
    const type = testEvent()
    const contexts: (HandlingContext & { at: number })[] = []
    let others = 0
    await using broker = open(rabbit.url, [type])
    const failingOnce = on(type, async (_envelope, context) => {
      contexts.push({ ...context, at: Date.now() })
      if (contexts.length === 1) throw new Retryable('database away')
    })
    broker.consume(handlesOf(consumerName(), failingOnce))
    broker.consume(
      handlesOf(
        consumerName(),
        on(type, async () => void others++)
      )
    )
    await broker.whenReady()
    await broker.publish(type, numbered(type, 1))
    await eventually('the second attempt', () => contexts.length === 2)
    expect(contexts.map(({ attempt, redelivered }) => ({ attempt, redelivered }))).toEqual([
      { attempt: 1, redelivered: false },
      { attempt: 2, redelivered: true }
    ])
    expect(contexts[1]!.at - contexts[0]!.at).toBeGreaterThanOrEqual(990)
    expect(others).toBe(1)
  })

  test.each([
    [1, 'retry.5s'],
    [6, 'retry.30s'],
    [9, 'retry.2m']
  ])('retryable after %d earlier attempts: waits in %s, with its headers', async (before, tier) => {
    const type = testEvent()
    const name = consumerName()
    await using broker = open(rabbit.url, [type])
    broker.consume(
      handlesOf(
        name,
        on(type, async () => {
          throw new Retryable('database away')
        })
      )
    )
    await broker.whenReady()
    rabbit.channel.sendToQueue(name, json(numbered(type, 1)), {
      ...asJson,
      headers: { 'x-attempt': before, mine: 'kept' }
    })
    const taken = async () => rabbit.channel.get(tier, { noAck: true })
    let message: Awaited<ReturnType<typeof taken>> = false
    await eventually(`it is in ${tier}`, async () => {
      message = await taken()
      return message
    })
    expect(message).toMatchObject({
      fields: { routingKey: name },
      properties: {
        deliveryMode: 2,
        headers: { 'x-attempt': before + 1, 'x-reason': 'retryable: database away', mine: 'kept' }
      }
    })
  })

  test('headers and properties that could misroute a message do not survive its first failure', async () => {
    const type = testEvent()
    const [name, other] = [consumerName(), consumerName()]
    const attempts: number[] = []
    let copies = 0
    await using broker = open(rabbit.url, [type])
    const failingOnce = on(type, async (_envelope, { attempt }) => {
      if (attempts.push(attempt) === 1) throw new Retryable('database away')
    })
    broker.consume(handlesOf(name, failingOnce))
    broker.consume(
      handlesOf(
        other,
        on(type, async () => void copies++)
      )
    )
    await broker.whenReady()
    const astray = { CC: other, userId: new URL(rabbit.url).username, headers: { 'x-attempt': 'many' } }
    rabbit.channel.sendToQueue(name, json(numbered(type, 1)), { ...asJson, ...astray })
    await eventually('the second attempt', () => attempts.length === 2)
    await eventually('nothing is in hand', () => broker.activity().handling === 0)
    expect({ attempts, copies }).toEqual({ attempts: [1, 2], copies: 1 })
  })

  test('retryable at the eleventh attempt: parked, and the handler knew it was the last', async () => {
    const type = testEvent()
    const name = consumerName()
    const lasts: boolean[] = []
    await using broker = open(rabbit.url, [type])
    broker.consume(
      handlesOf(
        name,
        on(type, async (_envelope, { last }) => {
          lasts.push(last)
          throw new Retryable('database away')
        })
      )
    )
    await broker.whenReady()
    rabbit.channel.sendToQueue(name, json(numbered(type, 1)), { ...asJson, headers: { 'x-attempt': 9 } })
    await eventually('the tenth has failed', () => lasts.length === 1)
    rabbit.channel.sendToQueue(name, json(numbered(type, 1)), { ...asJson, headers: { 'x-attempt': 10 } })
    await eventually('it is parked', async () => (await parkedBy(name)).length === 1)
    expect(await parkedBy(name)).toMatchObject([{ attempts: 11, reason: 'retryable: database away' }])
    expect(lasts).toEqual([false, true])
  })

  test('deliveries that end with their process count: beyond twice the limit, if no consumer has decided, the broker parks the message', async () => {
    const type = testEvent()
    const name = consumerName()
    await using broker = open(rabbit.url, [type])
    const consumer = defineConsumer({
      name,
      prefetch: 1,
      deliveryLimit: 2,
      handlers: [on(type, async () => undefined)]
    })
    const running = broker.consume(consumer)
    await broker.whenReady()
    await running[Symbol.asyncDispose]()
    await broker.publish(type, numbered(type, 1))
    for (let crash = 0; crash < 5; crash++) {
      const dying = await rabbit.connection.createChannel()
      await eventually('it is delivered', () => dying.get(name))
      await dying.close()
    }
    await eventually('it is parked', async () => (await parkedBy(name)).length === 1)
    expect(await parkedBy(name)).toMatchObject([{ origin: name, reason: 'by the broker: delivery_limit' }])
  })
})

describe('the broker queue', () => {
  test('deleted under its consumer: declared again, and consumed', async () => {
    const type = testEvent()
    const name = consumerName()
    let seen = 0
    await using broker = open(rabbit.url, [type])
    broker.consume(
      handlesOf(
        name,
        on(type, async () => void seen++)
      )
    )
    await broker.whenReady()
    await rabbit.channel.deleteQueue(name)
    await eventually('a message gets through again', async () => {
      await broker.publish(type, numbered(type, 1)).catch(() => undefined)
      return seen > 0
    })
    expect(broker.ready()).toBe(true)
  })
})

describe('a subscription', () => {
  test('gets events while it is connected, and is told of a gap only after an interruption', async () => {
    const type = testEvent({ mandatory: false })
    const seen: number[] = []
    let gaps = 0
    await using proxy = await startProxy(rabbit.url)
    await using subscriber = open(proxy.url, [], { service: 'inbox-gateway' })
    await using publisher = open(rabbit.url, [type])
    const running = subscriber.subscribe({
      prefetch: 100,
      onGap: () => void gaps++,
      handlers: [on(type, async ({ data }) => void seen.push(data.n))]
    })
    await Promise.all([subscriber.whenReady(), publisher.whenReady()])
    await publisher.publish(type, numbered(type, 1))
    await eventually('the event is pushed', () => seen.length === 1)
    expect(gaps).toBe(0)
    proxy.cut()
    await eventually('it is told of the gap', () => gaps === 1)
    await subscriber.whenReady()
    await publisher.publish(type, numbered(type, 2))
    await eventually('the next event is pushed', () => seen.length === 2)
    await running[Symbol.asyncDispose]()
    await publisher.publish(type, numbered(type, 3))
    expect({ seen, gaps }).toEqual({ seen: [1, 2], gaps: 1 })
  })

  test('has a gap if its handler fails; nothing is parked, because nobody could replay it', async () => {
    const type = testEvent({ mandatory: false })
    let gaps = 0
    await using broker = open(rabbit.url, [type])
    const failing = on(type, async () => {
      throw new Error('bug')
    })
    broker.subscribe({ prefetch: 10, onGap: () => void gaps++, handlers: [failing] })
    await broker.whenReady()
    const before = (await listParked(rabbit.url)).length
    await broker.publish(type, numbered(type, 1))
    await eventually('it is told of the gap', () => gaps === 1)
    expect((await listParked(rabbit.url)).length).toBe(before)
  })
})

test('consumers of a type with parts get the part they ask for, or all if they ask for none', async () => {
  const type = { ...testEvent(), partOf: ({ n }: { n: number }) => (n % 2 === 0 ? 'even' : 'odd') }
  const [ofEven, ofAll] = [consumerName(), consumerName()]
  const seen: Record<'even' | 'all' | 'pushed', number[]> = { even: [], all: [], pushed: [] }
  const take = (by: keyof typeof seen) => async (envelope: { data: { n: number } }) =>
    void seen[by].push(envelope.data.n)
  const needs = { ready: () => true, whenReady: async () => undefined }
  await using broker = open(rabbit.url, [type], { needs })
  broker.consume(handlesOf(ofEven, on(type, take('even'), 'even')))
  broker.consume(handlesOf(ofAll, on(type, take('all'))))
  broker.subscribe({ prefetch: 10, handlers: [on(type, take('pushed'))] })
  await broker.whenReady()
  for (const n of [1, 2, 3, 4]) await broker.publish(type, numbered(type, n))
  await eventually('all are handled', () => seen.all.length === 4 && seen.pushed.length === 4)
  await eventually('the part is handled', () => seen.even.length === 2 && broker.activity().handling === 0)
  expect(seen).toEqual({ even: [2, 4], all: [1, 2, 3, 4], pushed: [1, 2, 3, 4] })
})
