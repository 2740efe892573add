import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { operation } from '@inbox/contracts'
import { ok, Retryable, reject } from '@inbox/kernel'
import { createLogger } from '@inbox/telemetry'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SignJWT } from 'jose'
import { z } from 'zod'
import {
  answered,
  createClient,
  createServiceCallers,
  type HttpServer,
  mintServiceToken,
  route,
  type ServerOptions,
  startHttpServer,
  userOf
} from '../src/index.ts'

const secret = 'a secret of these tests that is long enough for HS256'
const thing = z.object({ name: z.string() })
const own = { owner: 'queue', audience: ['service', 'supervisor'], scope: 'reports:read' } as const

const putThing = operation({
  ...own,
  id: 'putThing',
  method: 'put',
  path: '/v1/things/:id',
  params: z.object({ id: z.string().max(5) }),
  body: z.strictObject({ name: z.string(), tags: z.array(z.string()).optional() }),
  answer: thing,
  summary: ''
})
const getThing = operation({
  ...own,
  id: 'getThing',
  method: 'get',
  path: '/v1/things',
  query: z.object({ limit: z.coerce.number().int().max(10).default(3) }),
  answer: thing,
  summary: ''
})
const whoAmI = operation({
  owner: 'queue',
  id: 'whoAmI',
  method: 'get',
  path: '/v1/me',
  audience: ['supervisor'],
  scope: null,
  answer: thing,
  summary: ''
})

let failure: Error | undefined
let notReady: string[] = []
let http: HttpServer
beforeAll(async () => {
  http = await startHttpServer({
    port: 0,
    host: '127.0.0.1',
    logger: createLogger('test', 'silent'),
    authenticate: createServiceCallers(secret, 'required'),
    notReady: () => notReady,
    routes: [
      route(putThing, async ({ params, body, ifMatch }) => {
        if (failure) throw failure
        if (params.id === 'taken') return reject('already-taken', 'Rui has it', { status: 'ongoing' })
        if (params.id === 'none') return reject('not-found', 'There is none')
        if (params.id === 'odd') return reject('made-up', 'Nobody knows this code')
        return ok(answered({ name: body.name }, { status: 201, headers: { ETag: `"${(ifMatch ?? 0) + 1}"` } }))
      }),
      route(getThing, async ({ query }) => ok({ name: String(query.limit) })),
      route(whoAmI, async ({ caller }) => ok({ name: userOf(caller).name }))
    ]
  })
})
afterAll(() => http[Symbol.asyncDispose]())

async function put(id: string, body: string, headers: Record<string, string> = {}) {
  const token = await mintServiceToken('test', secret)
  const response = await fetch(`${http.url}/v1/things/${id}`, {
    method: 'PUT',
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers }
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>
  }
}

describe('a call', () => {
  it('reaches its handler parsed, and answers with status and headers of its choice', async () => {
    const { status, headers, body } = await put('a', '{"name":"x"}', { 'if-match': '"7"' })
    expect([status, headers.get('etag'), body]).toEqual([201, '"8"', { name: 'x' }])
  })

  it.each([
    ['malformed JSON', '{"name":', 400, 'malformed'],
    ['a wrong type', '{"name":{"$gt":""}}', 400, 'malformed'],
    ['an unknown field', '{"name":"x","more":1}', 400, 'malformed'],
    ['a __proto__ key', '{"name":"x","__proto__":{"admin":true}}', 400, 'malformed']
  ])('with %s gets a problem that says so', async (_what, text, status, code) => {
    const answer = await put('a', text)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({ status, code })
  })

  it('names the path of everything that is wrong', async () => {
    const { body } = await put('toolong', '{"tags":[1]}')
    expect(body.issues).toEqual([{ path: 'path.id', message: expect.any(String) }])
    expect((await put('a', '{"tags":[1]}')).body.issues).toMatchObject([{ path: 'body.name' }, { path: 'body.tags.0' }])
  })

  it('of another content type is 415', async () => {
    expect(await put('a', 'name=x', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
  })

  it('answers a rejection with its code and the current state', async () => {
    expect(await put('taken', '{"name":"x"}')).toMatchObject({
      status: 409,
      body: { code: 'already-taken', current: { status: 'ongoing' } }
    })
    expect(await put('none', '{"name":"x"}')).toMatchObject({ status: 404 })
  })

  it('answers a rejection whose code has no status as the defect that it is', async () => {
    expect(await put('odd', '{"name":"x"}')).toMatchObject({ status: 500, body: { code: 'internal' } })
  })

  it('that is refused is logged at INFO, with only the first mistakes', async () => {
    const lines: unknown[] = []
    const logger = createLogger('test', 'silent')
    logger.warn = () => void lines.push('warn')
    logger.info = ((fields: object) => void lines.push(fields)) as typeof logger.info
    await using server = await startHttpServer({
      ...{ port: 0, host: '127.0.0.1', notReady: () => [], logger },
      authenticate: async () => ({ kind: 'service', name: 'tests' }),
      routes: [route(putThing, async () => ok({ name: '' }))]
    })
    const tags = Array.from({ length: 50 }, (_, n) => n)
    const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ tags }) }
    expect((await fetch(`${server.url}/v1/things/a`, init)).status).toBe(400)
    expect(lines).toEqual([expect.objectContaining({ issues: Array(3).fill(expect.anything()) })])
  })

  it('answers 503 with Retry-After when something is unavailable, and reveals no internals', async () => {
    failure = new Retryable('mongodb://secret@host is away')
    const { status, headers, body } = await put('a', '{"name":"x"}')
    expect([status, headers.get('retry-after')]).toEqual([503, '1'])
    expect(JSON.stringify(body)).not.toContain('secret')
    failure = new Error('a defect with a secret')
    const defect = await put('a', '{"name":"x"}')
    failure = undefined
    expect(defect.status).toBe(500)
    expect(JSON.stringify(defect.body)).not.toContain('secret')
  })

  it('without a token is 401, with a forged one too, and 403 for others', async () => {
    const call = async (authorization?: string) =>
      (await fetch(`${http.url}/v1/me`, { headers: authorization ? { authorization } : {} })).status
    expect(await call()).toBe(401)
    expect(await call(`Bearer ${await mintServiceToken('x', 'another secret that is long enough for HS256')}`)).toBe(
      401
    )
    expect(await call(`Bearer ${await mintServiceToken('x', secret)}`)).toBe(403)
  })

  it('with a token from a service whose clock is almost five minutes slow is accepted, with one more than that it is not', async () => {
    const tokenOf = (secondsAgo: number) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer('test')
        .setAudience('inbox-services')
        .setExpirationTime(Math.floor(Date.now() / 1000) - secondsAgo)
        .sign(new TextEncoder().encode(secret))
    const call = async (token: string) =>
      (await fetch(`${http.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status
    expect([await call(await tokenOf(240)), await call(await tokenOf(360))]).toEqual([403, 401])
  })

  it('is answered for nobody else: no cache keeps it, whatever the answer', async () => {
    const refused = await fetch(`${http.url}/v1/me`)
    for (const { headers } of [await put('a', '{"name":"x"}'), await put('none', '{"name":"x"}'), refused])
      expect(headers.get('cache-control')).toBe('no-store')
  })

  it('that nobody serves is a 404 problem', async () => {
    const response = await fetch(`${http.url}/v1/nothing`)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8'
    ])
  })
})

describe('a client', () => {
  it('calls for a user, who is known at the other end', async () => {
    const client = createClient({ baseUrl: http.url, service: 'gateway', secret })
    const actor = { kind: 'user', id: 'u', name: 'Sofia', role: 'supervisor', departmentIds: [] } as const
    expect(await client.call(whoAmI, { actor })).toEqual(ok({ name: 'Sofia' }))
    expect(await client.call(getThing, { query: { limit: 7 } })).toEqual(ok({ name: '7' }))
    expect(await client.call(putThing, { params: { id: 'taken' }, body: { name: 'x' } })).toMatchObject({
      ok: false,
      error: { code: 'already-taken' }
    })
  })

  it('reports an owner that does not answer as retryable', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9', service: 'gateway', secret })
    await expect(client.call(getThing, { query: {} })).rejects.toBeInstanceOf(Retryable)
  })
})

describe('loopback trust', () => {
  it('is only for callers on this machine without any token', async () => {
    const callers = createServiceCallers(secret, 'loopback')
    const here = { host: 'localhost:4105' }
    expect(await callers(undefined, '127.0.0.1', here)).toMatchObject({ kind: 'service' })
    expect(await callers(undefined, '::ffff:127.0.0.1', here)).toMatchObject({ kind: 'service' })
    expect(await callers(undefined, '10.0.0.1', here)).toBeNull()
    expect(await callers('Bearer wrong', '127.0.0.1', here)).toBeNull()
  })

  it.each([
    ['127.0.0.1:4105', true],
    ['localhost:4105', true],
    ['queue.localhost', true],
    ['[::1]:4105', true],
    ['evil.example:4105', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.evil.example', false],
    ['10.0.0.1:4105', false],
    ['', false]
  ])('is not for pages whose name leads here: Host %j is trusted: %s', async (host, trusted) => {
    expect(Boolean(await createServiceCallers(secret, 'loopback')(undefined, '127.0.0.1', { host }))).toBe(trusted)
  })

  it('is not for what pages of other origins send, but for programs', async () => {
    const callers = createServiceCallers(secret, 'loopback')
    const host = '127.0.0.1:4105'
    expect(await callers(undefined, '127.0.0.1', { host, origin: 'https://evil.example' })).toBeNull()
    expect(await callers(undefined, '127.0.0.1', { host, 'sec-fetch-site': 'cross-site' })).toBeNull()
    const token = `Bearer ${await mintServiceToken('queue', secret)}`
    expect(await callers(token, '127.0.0.1', { host: 'queue:4102' })).toMatchObject({ name: 'queue' })
  })
})

describe('health', () => {
  it('is alive while it is not ready, and says what it waits for', async () => {
    notReady = ['broker']
    expect((await fetch(`${http.url}/livez`)).status).toBe(200)
    const response = await fetch(`${http.url}/readyz`)
    notReady = []
    expect([response.status, await response.json()]).toEqual([503, { status: 'starting', waitingFor: ['broker'] }])
    expect((await fetch(`${http.url}/readyz`)).status).toBe(200)
  })

  it('tells Prometheus how long each operation took', async () => {
    await put('a', '{"name":"x"}')
    const text = await (await fetch(`${http.url}/metrics`)).text()
    expect(text).toMatch(/http_request_duration_seconds_count\{operation="putThing",status="201"\} \d+/)
  })
})

describe('closing', () => {
  it('does not wait for idle keep-alive connections', async () => {
    const server = await startHttpServer({
      port: 0,
      host: '127.0.0.1',
      logger: createLogger('test', 'silent'),
      authenticate: async () => null,
      notReady: () => [],
      routes: []
    })
    await new Promise<void>((resolve, reject) => {
      const call = httpRequest(`${server.url}/livez`, { headers: { connection: 'keep-alive' } }, answer => {
        answer.resume().on('end', resolve)
      })
      call.on('error', reject).end()
    })
    const begun = performance.now()
    await server[Symbol.asyncDispose]()
    expect(performance.now() - begun).toBeLessThan(3000)
  })
})

describe('a long answer', () => {
  it.each([
    [true, 'gzip'],
    [false, null]
  ])('from a server with compress = %s comes with the encoding %s', async (compress, encoding) => {
    await using server = await startHttpServer({
      ...{ port: 0, host: '127.0.0.1', compress, routes: [], notReady: () => [] },
      logger: createLogger('test', 'silent'),
      authenticate: async () => null
    })
    const { headers } = await fetch(`${server.url}/metrics`, { headers: { 'accept-encoding': 'gzip' } })
    expect(headers.get('content-encoding')).toBe(encoding)
  })
})

describe('a forwarded answer', () => {
  const long = operation({ ...own, id: 'long', method: 'get', path: '/v1/long', answer: z.string(), summary: '' })
  const serving = (options: Partial<ServerOptions>) =>
    startHttpServer({
      ...{ port: 0, host: '127.0.0.1', routes: [], notReady: () => [] },
      logger: createLogger('test', 'silent'),
      authenticate: async () => ({ kind: 'user', id: 'u', name: 'Sofia', role: 'supervisor', departmentIds: [] }),
      ...options
    })

  it.each(['before it', 'amid it'])('whose reader leaves %s is nobody’s fault', async when => {
    const asked = Promise.withResolvers<void>()
    const left = Promise.withResolvers<void>()
    const ownersSide = Promise.withResolvers<void>()
    await using owner = await serving({
      extend: app =>
        app.get('/v1/long', async (_request, response) => {
          asked.resolve()
          if (when === 'before it') await left.promise
          response.on('close', () => ownersSide.resolve())
          // more than all the buffers in between can hold
          const more = () => response.write('x'.repeat(1_000_000)) && setImmediate(more)
          response.on('drain', more)
          more()
        })
    })
    const logged: string[] = []
    const note = (_: unknown, message: string) => void logged.push(message)
    await using gateway = await serving({
      forwards: [{ operation: long, to: owner.url, service: 'gateway', secret }],
      logger: Object.assign(createLogger('test', 'silent'), { warn: note, error: note })
    })
    gateway.server.on('connection', socket => socket.on('close', () => left.resolve()))
    const reader = httpRequest(`${gateway.url}/v1/long`).on('error', () => undefined)
    const answered = once(reader, 'response').catch(() => undefined)
    reader.end()
    await asked.promise
    if (when === 'amid it') await answered
    reader.destroy()
    // its writer learns that nobody reads it
    await ownersSide.promise
    expect(logged).toEqual([])
  })
})
