import { messageReceived } from '@inbox/contracts'
import { NOT_TAKEN, openSpan, startTraces } from '@inbox/telemetry'
import { afterEach, expect, test } from '@jest/globals'
import type { Message } from 'amqplib'
import { encode, traceOf } from './message-format.ts'
import { newEnvelope } from './new-envelope.ts'

let traces: AsyncDisposable | undefined
afterEach(async () => {
  await traces?.[Symbol.asyncDispose]()
})

/** What a message says about its trace when `ratio` of them are sampled, and what its handler makes of that. */
async function told(ratio: number | undefined) {
  traces = ratio === undefined ? undefined : await startTraces('test', 'http://127.0.0.1:9', ratio)
  const envelope = newEnvelope(messageReceived, {
    key: 'k',
    version: 1,
    correlationId: 'c',
    occurredAt: new Date(0),
    data: {} as never
  })
  // it never ends, so nothing is exported
  const send = openSpan('send', { parent: null })
  const { properties } = send.run(() => encode('channel-ingest', messageReceived, envelope, 'parsed'))
  return [properties.headers?.traceparent, traceOf({ properties } as unknown as Message)]
}

test('a message mentions a trace that is sampled, and no other', async () => {
  const [sent, heard] = await told(1)
  expect(sent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  expect(heard).toBe(sent)
})

test.each([
  ['not sampled', 0],
  ['sampled by nobody', undefined]
])('a message of a trace that is %s starts none where it is handled', async (_, ratio) => {
  expect(await told(ratio)).toEqual([undefined, NOT_TAKEN])
})
