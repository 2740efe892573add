import { setImmediate as fires } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace'
import { openTraces } from './open-traces.ts'
import { apart, currentTrace, inDetail, inSpan, NOT_TAKEN, openSpan, traceHeaders } from './spans.ts'

test('while no traces are sampled, work runs unchanged, and no callee hears of any', async () => {
  expect(await inSpan('call', {}, async () => [traceHeaders(), currentTrace()])).toEqual([{}, undefined])
  await expect(inSpan('call', {}, () => Promise.reject(new TypeError('no')))).rejects.toThrow('no')
})

describe('a trace', () => {
  const exporter = new InMemorySpanExporter()
  let traces: AsyncDisposable & { flush(): Promise<void> }
  beforeAll(() => {
    traces = openTraces('test', 1, exporter)
  })
  afterEach(() => exporter.reset())
  afterAll(async () => {
    await traces[Symbol.asyncDispose]()
  })
  const taken = async () => {
    await traces.flush()
    return exporter.getFinishedSpans()
  }

  test('continues where its traceparent arrives, and starts anew where there is none', async () => {
    const sent = await inSpan('send', { kind: 'producer' }, async () => currentTrace())
    await inSpan('process', { kind: 'consumer', parent: sent }, () => inSpan('within', {}, async () => undefined))
    await inSpan('another', { parent: null }, async () => undefined)
    const [send, within, process, another] = await taken()
    expect([process!.parentSpanContext?.spanId, within!.parentSpanContext?.spanId]).toEqual([
      send!.spanContext().spanId,
      process!.spanContext().spanId
    ])
    expect(within!.spanContext().traceId).toBe(send!.spanContext().traceId)
    expect(another!.parentSpanContext).toBeUndefined()
    expect(another!.spanContext().traceId).not.toBe(send!.spanContext().traceId)
  })

  test('does not include a timer that it set', async () => {
    const timer = await inSpan('sets', {}, async () => apart(() => fires().then(currentTrace)))
    expect(timer).toBeUndefined()
  })

  test('says of a failure what kind it is, and not its message', async () => {
    await inSpan('call', {}, () => Promise.reject(new TypeError('zoe@example.org'))).catch(() => undefined)
    const span = (await taken()).find(({ name }) => name === 'call')
    expect([span!.attributes['error.type'], span!.status]).toEqual(['TypeError', { code: 2 }])
    expect(JSON.stringify([span!.attributes, span!.events, span!.status])).not.toContain('zoe')
  })

  test('says what failed without an error', async () => {
    const span = openSpan('deliver')
    span.fail('refused')
    span.end()
    const [deliver] = await taken()
    expect([deliver!.attributes, deliver!.status]).toEqual([{ 'error.type': 'refused' }, { code: 2 }])
  })

  test('has details only if it is sampled, and includes what began before it', async () => {
    await inDetail('find', {}, async () => undefined)
    await inSpan('call', {}, () => inDetail('find', {}, async () => undefined))
    openSpan('wait', { since: new Date(Date.now() - 60_000) }).end()
    const spans = await taken()
    expect(spans.map(({ name }) => name)).toEqual(['find', 'call', 'wait'])
    expect(spans[2]!.duration[0]).toBeGreaterThanOrEqual(59)
  })
})

test('spans state the release of the service, and which of its processes it is', async () => {
  const processOf = async () => {
    const exporter = new InMemorySpanExporter()
    await using traces = openTraces('test', 1, exporter)
    openSpan('call', { parent: null }).end()
    await traces.flush()
    const { attributes } = exporter.getFinishedSpans()[0]!.resource
    expect(attributes).toMatchObject({ 'service.name': 'test', 'service.version': 'development' })
    return attributes['service.instance.id']
  }
  expect(await processOf()).not.toBe(await processOf())
})

test('traces begun elsewhere are sampled as decided there, those begun here at the configured share', async () => {
  const exporter = new InMemorySpanExporter()
  const traces = openTraces('test', 0, exporter)
  const decided = (flag: '00' | '01') => `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-${flag}`
  for (const parent of [null, decided('00'), decided('01')])
    await inSpan(`after ${parent}`, { parent }, async () => undefined)
  await traces.flush()
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual([`after ${decided('01')}`])
  await traces[Symbol.asyncDispose]()
})

test('what is not sampled computes no attributes, and whatever it leads to is not sampled either', async () => {
  const traces = openTraces('test', 0, new InMemorySpanExporter())
  const attributes = () => {
    throw new Error('nobody needs them')
  }
  const told = await inSpan('call', { parent: null, attributes }, () =>
    inSpan('send', { attributes }, async () => [currentTrace(), openSpan('within').taken])
  )
  expect(told).toEqual([NOT_TAKEN, false])
  await traces[Symbol.asyncDispose]()
})

describe('however small the share is', () => {
  const clock = jest.spyOn(performance, 'now')
  afterAll(() => clock.mockRestore())
  // later than everything sampled before
  let begun = 1e9
  const takenOf = async (ratio: number, ...names: string[]) => {
    begun += 1e6
    await using _traces = openTraces('test', ratio, new InMemorySpanExporter())
    return [0, 9999, 10_000, 15_000, 20_000].flatMap(ms => {
      clock.mockReturnValue(begun + ms)
      return names.filter(name => openSpan(name, { parent: null }).taken)
    })
  }

  test('one every ten seconds is sampled for each name, whatever else begins', async () => {
    const taken = await takenOf(Number.MIN_VALUE, 'beat', 'click', 'beat')
    expect(taken).toEqual(['beat', 'click', 'beat', 'click', 'beat', 'click'])
  })

  test('none is sampled if none are wanted', async () => {
    expect(await takenOf(0, 'click')).toEqual([])
  })
})
