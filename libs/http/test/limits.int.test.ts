import { operation } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { createServiceCallers, mintServiceToken, route, startHttpServer } from '../src/index.ts'

const secret = 'a secret of these tests that is long enough for HS256'
const getThing = operation({
  owner: 'queue',
  id: 'getThing',
  method: 'get',
  path: '/v1/things',
  audience: ['service'],
  answer: z.object({ name: z.string() }),
  summary: ''
})

const serve = (limits: { callsPerSecond?: () => number; callsPerSecondPerAddress?: number }) =>
  startHttpServer({
    ...{ port: 0, host: '127.0.0.1', logger: createLogger('test', 'silent'), notReady: () => [], ...limits },
    authenticate: createServiceCallers(secret, 'required'),
    routes: [route(getThing, async () => ok({ name: 'it' }))]
  })

/** The answers to `count` calls by one service, or by an anonymous caller. */
async function call(url: string, count: number, service?: string): Promise<Response[]> {
  const headers: Record<string, string> = service
    ? { authorization: `Bearer ${await mintServiceToken(service, secret)}` }
    : {}
  const calls = Array.from({ length: count }, () => fetch(`${url}/v1/things`, { headers }))
  return Promise.all(calls)
}

const refused = (answers: Response[]) => answers.filter(({ status }) => status === 429)

// a burst may straddle two of the consecutive ten-second windows and pass in both, but it never reaches a third
const TWICE = 2

test('calls by one caller beyond their limit are refused and told when to retry; others do not wait for them', async () => {
  await using http = await serve({ callsPerSecond: () => 1 })
  const [first, ...more] = refused(await call(http.url, 10 * TWICE + 2, 'greedy'))
  expect(more.length).toBeGreaterThanOrEqual(1)
  expect(await first!.json()).toMatchObject({ code: 'too-many-requests' })
  const seconds = Number(first!.headers.get('retry-after'))
  expect(seconds).toBeGreaterThanOrEqual(1)
  expect(seconds).toBeLessThanOrEqual(10)
  expect(refused(await call(http.url, 5, 'modest'))).toEqual([])
})

test('calls from one address are limited together, including those by unknown callers', async () => {
  await using http = await serve({ callsPerSecondPerAddress: 1 })
  const answers = await call(http.url, 10 * TWICE + 2)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]))
})
