import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { operation } from '@inbox/contracts'
import { ok } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import { z } from 'zod'
import { type Call, type HttpServer, type Problem, route, startHttpServer } from '../src/index.ts'

const own = { owner: 'queue', method: 'post', summary: '', answer: z.object({ bytes: z.number() }) } as const
const note = z.strictObject({ text: z.string() })
const largestBody = { bytes: 100_000, values: 50 }
const known = operation({ ...own, id: 'known', path: '/v1/known', audience: ['service'], body: note, largestBody })
const open = operation({ ...own, id: 'open', path: '/v1/open', audience: ['anyone'], body: note })
const passedOn = operation({ ...known, id: 'passedOn', path: '/v1/passed-on', audience: ['agent'] })

const logger = createLogger('test', 'silent')
const stack = new AsyncDisposableStack()
let http: HttpServer
let gateway: HttpServer
let handled = 0
beforeAll(async () => {
  const secret = 'a secret of these tests that is long enough for HS256'
  const answer = async ({ request }: Pick<Call, 'request'>) => {
    handled += 1
    return ok({ bytes: request.rawBody!.length })
  }
  const common = { port: 0, host: '127.0.0.1', logger, notReady: () => [] }
  http = stack.use(
    await startHttpServer({
      ...common,
      authenticate: async authorization => (authorization ? { kind: 'service', name: 'tests' } : null),
      routes: [route(known, answer), route(open, answer), route({ ...passedOn, audience: ['service'] }, answer)]
    })
  )
  gateway = stack.use(
    await startHttpServer({
      ...common,
      authenticate: async () => ({ kind: 'user', id: 'ana', name: 'Ana', role: 'agent', departmentIds: [] }),
      routes: [],
      forwards: [{ operation: passedOn, to: http.url, service: 'gateway', secret }]
    })
  )
})
afterAll(() => stack.disposeAsync())

const post = async (url: string, body: Buffer | string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, {
    method: 'POST',
    body: body as string,
    headers: { authorization: 'Bearer x', 'content-type': 'application/json', ...headers }
  })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Problem & { bytes: number }
  }
}

/** The answer to a call that sends its headers, but only `part` of its body. */
async function answerBeforeBody(path: string, headers: string[], part = '') {
  const socket = connect(Number(new URL(http.url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write([`POST ${path} HTTP/1.1`, 'host: test', 'connection: close', ...headers, '', part].join('\r\n'))
  const [answer] = await once(socket, 'data')
  socket.destroy()
  return String(answer).split('\r\n')[0]
}

test('nothing of a body is read before the caller is known: an unknown caller is answered after the headers', async () => {
  const large = ['content-type: application/json', 'content-length: 8000000']
  expect(await answerBeforeBody('/v1/known', large, '[[[[')).toBe('HTTP/1.1 401 Unauthorized')
})

test('a caller who leaves in the middle of their body is nobody’s fault, and nothing is done', async () => {
  const logged: string[] = []
  const note = (_: unknown, message: string) => void logged.push(message)
  const before = handled
  const arrived = Promise.withResolvers<void>()
  const left = Promise.withResolvers<void>()
  await using server = await startHttpServer({
    ...{ port: 0, host: '127.0.0.1', notReady: () => [] },
    logger: Object.assign(createLogger('test', 'silent'), { info: note, warn: note, error: note }),
    authenticate: async () => {
      arrived.resolve()
      return { kind: 'service', name: 'tests' }
    },
    routes: [route(known, async () => ok({ bytes: ++handled }))],
    extend: app =>
      app.use((_request, response, next) => {
        response.on('close', () => left.resolve())
        next()
      })
  })
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  const head = ['POST /v1/known HTTP/1.1', 'host: test', 'content-type: application/json', 'content-length: 100']
  socket.write([...head, '', '{"text":'].join('\r\n'))
  await arrived.promise
  socket.destroy()
  await left.promise
  // the next call is answered after anything the previous one could have caused
  expect((await post(`${server.url}/v1/known`, '{"text":"x"}')).status).toBe(200)
  expect([logged, handled]).toEqual([[], before + 1])
})

test('where anybody may call, only a few kilobytes are accepted', async () => {
  const sent = (length: number) => JSON.stringify({ text: 'x'.repeat(length) })
  expect(await post(`${http.url}/v1/open`, sent(4000))).toMatchObject({ status: 200 })
  expect(await post(`${http.url}/v1/open`, sent(5000))).toMatchObject({ status: 413, body: { code: 'too-large' } })
})

test.each<[string, Buffer | string, Record<string, string>]>([
  ['taken', '{"text":"good"}', {}],
  ['without a caller', '{"text":"good"}', { authorization: '' }],
  ['not JSON', '{"text":', {}],
  ['not an object', '"text"', {}],
  ['not as required', '{"text":1}', {}],
  ['after a byte order mark', '\ufeff{"text":"good"}', {}],
  ['too large', JSON.stringify({ text: 'x'.repeat(100_000) }), {}],
  ['of another media type', 'text=good', { 'content-type': 'text/plain' }],
  ['empty', '', {}]
])('a call gets the same answer whether express found it or not: %s', async (_, body, headers) => {
  // an empty query keeps us from taking the route without Express
  const [found, routed] = await Promise.all(
    ['', '?'].map(async query => {
      const told = {
        authorization: 'Bearer x',
        'content-type': 'application/json',
        'x-correlation-id': 'c',
        ...headers
      }
      const init = { method: 'POST', headers: told, body: body as string }
      const answer = await fetch(`${http.url}/v1/known${query}`, init)
      const { date: _date, ...all } = Object.fromEntries(answer.headers)
      return { status: answer.status, all, text: await answer.text() }
    })
  )
  expect(found).toEqual(routed)
  expect(found!.all).toMatchObject({
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'strict-transport-security': expect.any(String),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'x-correlation-id': 'c',
    'cache-control': 'no-store'
  })
})

describe.each([
  ['by the service that handles it', () => `${http.url}/v1/known`],
  ['by the service that handles it, found by express', () => `${http.url}/v1/known?`],
  ['by the service that forwards it', () => `${gateway.url}/v1/passed-on`]
])('a body is refused %s', (_, url) => {
  const good = '{"text":"good"}'
  const zipped = gzipSync(good)
  it.each<[string, Buffer | string, Record<string, string>, number]>([
    ['that is not JSON', '{"text":', {}, 400],
    ['that is nested too deeply', '['.repeat(90_000), {}, 400],
    ['of too many escaped arrays', `[${Array(9000).fill('["\\u0061"]').join()}]`, {}, 400],
    [
      'with too many names',
      JSON.stringify(Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [index, 0]))),
      {},
      400
    ],
    ['with an unknown name of 90 KB', `{"${'x'.repeat(90_000)}":1}`, {}, 400],
    ['with __proto__ as a name', '{"text":"x","__proto__":{}}', {}, 400],
    ['larger than its operation accepts', JSON.stringify({ text: 'x'.repeat(100_000) }), {}, 413],
    ['of another media type', 'text=good', { 'content-type': 'text/plain' }, 415],
    ['of no media type at all', good, { 'content-type': '' }, 415],
    [
      'in UTF-16',
      Buffer.from('{"text":"x","__proto__":1}', 'utf16le'),
      { 'content-type': 'application/json; charset=utf-16' },
      415
    ],
    ['in Latin-1', good, { 'content-type': 'application/json; charset=iso-8859-1' }, 415],
    ['in UTF-16 without saying so', Buffer.from(good, 'utf16le'), {}, 400],
    ['of invalid UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), {}, 400],
    ['of broken gzip', Buffer.from('not gzip at all'), { 'content-encoding': 'gzip' }, 400],
    ['of truncated gzip', zipped.subarray(0, -9), { 'content-encoding': 'gzip' }, 400],
    ['of broken brotli', Buffer.from('not brotli at all'), { 'content-encoding': 'br' }, 400],
    ['of broken zstd', Buffer.from('not zstd at all'), { 'content-encoding': 'zstd' }, 400],
    [
      'larger once unpacked',
      gzipSync(JSON.stringify({ text: 'x'.repeat(1_000_000) })),
      { 'content-encoding': 'gzip' },
      413
    ],
    ['of an unknown encoding', good, { 'content-encoding': 'rot13' }, 415]
  ])('%s, as a problem with an explanation', async (_what, body, headers, status) => {
    const before = handled
    const answer = await post(url(), body, headers)
    expect(answer).toMatchObject({ status, type: expect.stringContaining('application/problem+json') })
    expect(answer.body).toMatchObject({ status, code: expect.any(String), detail: expect.stringMatching(/\w{3}/) })
    // the faulty input is not sent back in full
    expect(JSON.stringify(answer.body).length).toBeLessThan(2000)
    expect(handled).toBe(before)
  })

  it('unless it is valid: also in gzip, with its charset', async () => {
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json; charset="UTF-8"' }
    expect(await post(url(), zipped, headers)).toMatchObject({ status: 200, body: { bytes: good.length } })
  })
})
