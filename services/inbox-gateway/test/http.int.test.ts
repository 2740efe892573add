import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { type Operation, operations } from '@inbox/contracts'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { aConversation, anAgent, tokenOf } from './builders.ts'
import { startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway
const ana = anAgent('ana')
const boss = anAgent('boss', { role: 'supervisor', departmentIds: [] })

beforeAll(async () => {
  gateway = await startGateway(import.meta.url, { GATEWAY_CALLS_PER_SECOND: 200 })
})
afterAll(() => gateway.stop())

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  gateway.call('POST', path, { body: JSON.stringify(body), headers })
const login = () => post('/v1/auth/login', { email: 'ana@example.com', password: 'right' })

describe('signing in', () => {
  test('returns the access token, hides the refresh token from scripts, and makes the agent available', async () => {
    const { status, body, headers } = await login()
    expect(status).toBe(200)
    expect(body).toMatchObject({ accessToken: expect.any(String), agent: { id: 'ana' } })
    expect(JSON.stringify(body)).not.toContain('refresh-1')
    const [refresh, device] = headers.getSetCookie()
    expect(refresh).toMatch(/^inbox_refresh=refresh-1; Path=\/v1\/auth; Expires=[^;]+; HttpOnly; SameSite=Strict$/)
    expect(device).toMatch(/^inbox_device=[^;]+; Path=\/v1\/auth; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(JSON.stringify(body)).not.toContain('device')
    const [told] = gateway.owners.callsOf('putStatus').slice(-1)
    expect(told?.call).toMatchObject({ params: { id: 'ana' }, body: { status: 'available', cause: 'signedIn' } })
  })

  test('forwards the rate limit on sign-ins, with its Retry-After', async () => {
    const { status, type, headers } = await post('/v1/auth/login', { email: 'ana@example.com', password: 'once more' })
    expect([status, type, headers.get('retry-after')]).toEqual([429, 'application/problem+json; charset=utf-8', '40'])
  })

  test('continues after changing one’s own password: new tokens replace the old', async () => {
    const change = { currentPassword: 'right', newPassword: 'another password' }
    const answer = await gateway.call('PUT', '/v1/me/password', { agent: ana, body: JSON.stringify(change) })
    expect(answer).toMatchObject({ status: 200, body: { accessToken: expect.any(String) } })
    expect(answer.headers.get('set-cookie')).toContain('inbox_refresh=refresh-1;')
    const [told] = gateway.owners.callsOf('signIn').slice(-1)
    const origin = { address: '127.0.0.1' }
    expect(told?.call.body).toEqual({ email: ana.email, password: 'right', newPassword: 'another password', origin })
  })

  test('tells the directory which address and device it comes from', async () => {
    const cookie = 'inbox_device=marked'
    await post('/v1/auth/login', { email: ana.email, password: 'right' }, { cookie })
    const [told] = gateway.owners.callsOf('signIn').slice(-1)
    expect(told?.call.body).toMatchObject({ origin: { address: '127.0.0.1', deviceToken: 'marked' } })
  })

  test('is refreshed by the cookie alone', async () => {
    const { status, headers } = await post('/v1/auth/refresh', {}, { cookie: 'other=1; inbox_refresh=refresh-1' })
    expect(status).toBe(200)
    expect(headers.get('set-cookie')).toContain('inbox_refresh=refresh-2;')
    expect((await post('/v1/auth/refresh', {})).status).toBe(401)
    expect((await post('/v1/auth/refresh', {}, { cookie: 'inbox_refresh=used' })).status).toBe(401)
  })

  test.each(['login', 'refresh', 'logout'])('%s accepts no calls from foreign pages', async call => {
    const headers = { origin: 'https://evil.example', cookie: 'inbox_refresh=refresh-1' }
    const body = call === 'login' ? { email: 'ana@example.com', password: 'right' } : {}
    expect((await post(`/v1/auth/${call}`, body, headers)).status).toBe(403)
  })

  test('ends with logging out: the cookie is removed, and presence is told', async () => {
    const { status, headers } = await post('/v1/auth/logout', {}, { cookie: 'inbox_refresh=refresh-1' })
    expect(status).toBe(204)
    expect(headers.get('set-cookie')).toMatch(/^inbox_refresh=; .*1970/)
    const [told] = gateway.owners.callsOf('putStatus').slice(-1)
    expect(told?.call).toMatchObject({ params: { id: 'ana' }, body: { status: 'loggedOut' } })
    expect((await post('/v1/auth/logout', {})).status).toBe(204)
  })

  test('ends without a cookie by the access token', async () => {
    const token = await tokenOf(ana, { claims: { signInId: 'by-token' } })
    expect((await post('/v1/auth/logout', {}, { authorization: `Bearer ${token}` })).status).toBe(204)
    const [told] = gateway.owners.callsOf('signOut').slice(-1)
    expect(told?.call.body).toMatchObject({ signInId: 'by-token' })
  })
})

describe('a browser that is to be notified', () => {
  const keys = { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) }
  const body = { endpoint: 'https://push.example/device', keys }

  test('belongs to the sign-in that names it', async () => {
    const token = await tokenOf(ana, { claims: { signInId: 'on-the-phone' } })
    const { status } = await gateway.call('PUT', '/v1/me/push-subscription', {
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(body)
    })
    expect(status).toBe(204)
    const [kept] = gateway.owners.callsOf('keepPushSubscription').slice(-1)
    expect(kept?.call.body).toEqual({ agentId: 'ana', signInId: 'on-the-phone', subscription: body })
  })

  test('belongs to nobody without one', async () => {
    const headers = { authorization: `Bearer ${await tokenOf(ana)}` }
    const { status } = await gateway.call('PUT', '/v1/me/push-subscription', { headers, body: JSON.stringify(body) })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(gateway.owners.callsOf('keepPushSubscription')).toHaveLength(1)
  })
})

describe('signing in at an identity provider', () => {
  const visit = (path: string, cookie?: string) => gateway.call('GET', path, { headers: cookie ? { cookie } : {} })

  test('is listed among the methods that the sign-in page asks for', async () => {
    expect((await visit('/v1/auth/methods')).body).toEqual({ password: true, oidc: { name: 'Example ID' } })
  })

  test('redirects the browser there, with the secret of the flow out of reach of scripts', async () => {
    const { status, headers } = await visit('/v1/auth/oidc')
    expect([status, headers.get('location')]).toEqual([302, 'https://id.example/authorize?state=s'])
    expect(headers.getSetCookie()).toEqual([
      'inbox_oidc=flow-1; Path=/v1/auth/oidc; Expires=Tue, 01 Jan 2030 12:10:00 GMT; HttpOnly; SameSite=Lax'
    ])
  })

  test('returns to the app signed in: the refresh cookie is set, no token is in the address', async () => {
    const { status, headers } = await visit('/v1/auth/oidc/callback?code=good&state=s', 'inbox_oidc=flow-1')
    expect([status, headers.get('location')]).toEqual([302, '/?signIn=done'])
    const [flow, refresh] = headers.getSetCookie()
    expect(flow).toMatch(/^inbox_oidc=; .*1970/)
    expect(refresh).toMatch(/^inbox_refresh=refresh-1; Path=\/v1\/auth; Expires=[^;]+; HttpOnly; SameSite=Strict$/)
    const [told] = gateway.owners.callsOf('putStatus').slice(-1)
    expect(told?.call).toMatchObject({ params: { id: 'ana' }, body: { status: 'available', cause: 'signedIn' } })
  })

  test.each([
    ['with another answer', '/v1/auth/oidc/callback?code=bad&state=s', 'inbox_oidc=flow-1'],
    ['in another browser', '/v1/auth/oidc/callback?code=good&state=s', undefined]
  ])('returns %s: not signed in, and told why', async (_, path, cookie) => {
    const { status, headers } = await visit(path, cookie)
    expect([status, headers.get('location')]).toEqual([302, '/?signIn=unauthenticated'])
    expect(headers.getSetCookie().join()).not.toContain('inbox_refresh')
  })
})

describe('forwarding', () => {
  const open: Operation[] = operations.filter(
    each => each.public && ['queue', 'directory', 'distribution'].includes(each.owner)
  )

  test.each(open.map(({ id, method, path }) => [id, method, path]))('%s requires a token', async (_, method, path) => {
    expect((await gateway.call(method.toUpperCase(), path.replace(':id', 'x'))).status).toBe(401)
  })

  test('forwards path, query and the exact bytes of the body, in the name of the user, and the refusal back', async () => {
    const body = '{ "offerId" :"o1" }'
    const answer = await gateway.call('POST', '/v1/conversations/c%2F1/accept', {
      agent: ana,
      body,
      headers: { 'x-correlation-id': 'my-trace' }
    })
    expect(answer).toMatchObject({
      status: 409,
      type: expect.stringContaining('application/problem+json'),
      body: { code: 'already-taken', current: { agent: { id: 'rui' } } }
    })
    expect(answer.headers.get('x-correlation-id')).toBe('my-trace')
    const [{ call, raw } = {}] = gateway.owners.callsOf('acceptConversation').slice(-1)
    expect(raw).toBe(body)
    expect(call).toMatchObject({
      params: { id: 'c/1' },
      correlationId: 'my-trace',
      caller: { kind: 'user', id: 'ana', role: 'agent', departmentIds: ['sales'] }
    })
  })

  test('forwards versions in both directions', async () => {
    gateway.world.conversations = [aConversation('c1', 'queued', { version: 5 })]
    const read = await gateway.call('GET', '/v1/conversations/c1', { agent: ana })
    expect([read.status, read.headers.get('etag'), read.body.version]).toEqual([200, '"5"', 5])
    const { headers } = await gateway.call('GET', '/v1/conversations/c1', {
      agent: ana,
      headers: { 'if-none-match': '"5"' }
    })
    expect(headers.get('etag')).toBe('"5"')
    const { name, email, role, departmentIds, limit } = ana
    const write = await gateway.call('PUT', '/v1/agents/x', {
      agent: anAgent('root', { role: 'admin' }),
      body: JSON.stringify({ name, email, role, departmentIds, limit }),
      headers: { 'if-match': '"6"' }
    })
    expect(write).toMatchObject({ status: 412, body: { detail: 'Not 6', current: { version: 7 } } })
  })

  test('admits only those for whom the operation is meant', async () => {
    expect((await gateway.call('GET', '/v1/monitor', { agent: ana })).status).toBe(403)
    expect((await gateway.call('GET', '/v1/monitor', { agent: boss })).status).toBe(200)
    expect((await gateway.call('POST', '/v1/agents', { agent: boss, body: '{}' })).status).toBe(403)
  })

  test('offers nothing that is not public', async () => {
    for (const path of ['/v1/routing-snapshot', '/v1/snapshot', '/v1/conversations-by-id?ids=c1']) {
      expect((await gateway.call('GET', path, { agent: boss })).status).toBe(404)
    }
    expect((await gateway.call('POST', '/v1/sign-in', { agent: boss, body: '{}' })).status).toBe(404)
    expect((await gateway.call('POST', '/v1/beats', { agent: boss, body: '{}' })).status).toBe(404)
  })

  test.each([
    ['another secret', () => tokenOf(ana, { secret: 'x'.repeat(40) })],
    ['another audience', () => tokenOf(ana, { audience: 'inbox-services' })],
    ['expired', () => tokenOf(ana, { expiresInSeconds: -1 })],
    ['no signature', async () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbmEifQ.']
  ])('refuses a token with %s', async (_, token) => {
    const { status } = await gateway.call('GET', '/v1/conversations/c1', {
      headers: { authorization: `Bearer ${await token()}` }
    })
    expect(status).toBe(401)
  })

  test.each([
    ['not JSON', '{', {}, 400],
    ['another type', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a prototype', '{"__proto__":{"role":"admin"}}', {}, 400],
    ['an unknown field', '{"other":1}', {}, 400],
    ['an operator', '{"offerId":{"$ne":1}}', {}, 400],
    ['two megabytes', JSON.stringify({ offerId: 'x'.repeat(2_000_000) }), {}, 413]
  ])('answers a body with %s with a problem', async (_, body, headers, status) => {
    const answer = await gateway.call('POST', '/v1/conversations/c1/accept', { agent: ana, body, headers })
    expect(answer).toMatchObject({
      status,
      type: expect.stringContaining('application/problem+json'),
      body: { status }
    })
  })
})

describe('the signed-in agent', () => {
  test('is described with their presence, and without it while presence is unavailable', async () => {
    gateway.world.presences = [
      { agentId: 'ana', version: 1, status: 'break', link: 'connected', since: '2030-01-01T12:00:00Z' }
    ]
    const { body } = await gateway.call('GET', '/v1/me', { agent: ana })
    expect(body).toMatchObject({ agent: { id: 'ana' }, presence: { status: 'break' } })
  })

  test('chooses a status; others’ are for supervisors', async () => {
    const body = JSON.stringify({ status: 'break', reason: 'lunch' })
    expect((await gateway.call('PUT', '/v1/me/status', { agent: ana, body })).body).toMatchObject({ status: 'break' })
    const [{ call } = {}] = gateway.owners.callsOf('putStatus').slice(-1)
    expect(call).toMatchObject({ params: { id: 'ana' }, caller: { id: 'ana' }, body: { reason: 'lunch' } })
    expect((await gateway.call('POST', '/v1/agents/rui/status', { agent: ana, body })).status).toBe(403)
    expect((await gateway.call('POST', '/v1/agents/rui/status', { agent: boss, body })).status).toBe(200)
    expect((await gateway.call('POST', '/v1/agents/nobody/status', { agent: boss, body })).status).toBe(404)
  })
})

describe('the edge', () => {
  test('allows no other origin unless configured', async () => {
    const { headers } = await gateway.call('GET', '/livez', { headers: { origin: 'https://app.example' } })
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('lets pages of a configured origin call with cookies, and of no other', async () => {
    await using open = await gateway.startAnother({ CORS_ORIGINS: ['https://app.example'] })
    const asked = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'PUT' }
      return (await fetch(`${open.url}/v1/me/status`, { method: 'OPTIONS', headers })).headers
    }
    const allowed = await asked('https://app.example')
    expect(allowed.get('access-control-allow-origin')).toBe('https://app.example')
    expect(allowed.get('access-control-allow-credentials')).toBe('true')
    expect(allowed.get('access-control-allow-methods')).toContain('PUT')
    expect(allowed.get('access-control-allow-headers')).toContain('If-Match')
    expect((await asked('https://evil.example')).get('access-control-allow-origin')).toBeNull()
    const answer = await fetch(`${open.url}/v1/me`, { headers: { origin: 'https://app.example' } })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag')
  })

  test('has no description before one was generated', async () => {
    expect((await gateway.call('GET', '/openapi.json')).status).toBe(404)
  })

  test('describes itself, calls and messages, once that was generated', async () => {
    const REFERENCE_PATH = join(import.meta.dirname, '../../../docs/reference')
    await using described = await gateway.startAnother({ REFERENCE_PATH })
    const read = async (path: string) => (await fetch(described.url + path)).json()
    expect(await read('/openapi.json')).toMatchObject({ openapi: expect.any(String) })
    expect(await read('/asyncapi.json')).toMatchObject({ asyncapi: expect.any(String) })
    expect(await (await fetch(`${described.url}/client.ts`)).text()).toContain('export const createInboxClient')
    const page = await (await fetch(`${described.url}/docs`)).text()
    for (const told of ['/v1/conversations/{id}', 'clientMessageId', 'window.expiresSoon', 'href="openapi.json"'])
      expect(page).toContain(told)
  })

  describe('with a web app', () => {
    let app: Awaited<ReturnType<TestGateway['startAnother']>>
    beforeAll(async () => {
      const WEB_PATH = await mkdtemp(join(tmpdir(), 'web-'))
      await writeFile(join(WEB_PATH, 'index.html'), '<!doctype html><title>The app</title>')
      await mkdir(join(WEB_PATH, 'assets'))
      for (const name of ['app.js', 'small.js']) await writeFile(join(WEB_PATH, 'assets', name), 'run()')
      await writeFile(join(WEB_PATH, 'assets/app.js.br'), brotliCompressSync('run()'))
      app = await gateway.startAnother({ WEB_PATH })
    })
    afterAll(async () => app[Symbol.asyncDispose]())
    const get = async (path: string) => {
      const response = await fetch(app.url + path, { headers: { accept: 'text/html,*/*' } })
      return { status: response.status, type: response.headers.get('content-type') }
    }

    test.each(['/', '/inbox/queue/0199', '/admin/agents'])('answers %s with the page', async path => {
      expect(await get(path)).toMatchObject({ status: 200, type: expect.stringContaining('text/html') })
    })

    test.each([
      ['app.js', 'gzip, br', 'br'],
      ['app.js', 'gzip', null],
      ['small.js', 'gzip, br', null]
    ])('sends %s to who accepts %s as the build has compressed it: %s', async (name, accepted, encoding) => {
      const answer = await fetch(`${app.url}/assets/${name}`, { headers: { 'accept-encoding': accepted } })
      expect(answer.headers.get('content-encoding')).toBe(encoding)
      expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/)
      expect(answer.headers.get('cache-control')).toContain('immutable')
      expect(answer.headers.get('vary')).toContain('Accept-Encoding')
      expect(await answer.text()).toBe('run()')
    })

    test.each([
      '/asyncapi.json',
      '/favicon.png',
      '/inbox/no.js',
      '/.env',
      '/v1/nothing',
      '/assets/old',
      '/socket.io.js'
    ])('answers %s, which nobody knows, with a 404 in words', async path => {
      expect(await get(path)).toMatchObject({ status: 404, type: expect.stringContaining('application/problem+json') })
    })
  })

  test('keeps its answers out of every cache', async () => {
    for (const { headers } of [await login(), await gateway.call('GET', '/v1/me', { agent: ana })])
      expect(headers.get('cache-control')).toBe('no-store')
  })

  test('limits callers who call too often', async () => {
    const headers = { authorization: `Bearer ${await tokenOf(anAgent('busy'))}` }
    await using limited = await gateway.startAnother({ GATEWAY_CALLS_PER_SECOND: 1 })
    const call = async () => (await fetch(`${limited.url}/v1/conversation-counts`, { headers })).status
    expect(await Promise.all(Array.from({ length: 50 }, call))).toContain(429)
  })
})

describe('while an owner is unavailable', () => {
  test('its calls answer 503 with Retry-After, and signing in does not need presence', async () => {
    await gateway.owners.presence[Symbol.asyncDispose]()
    await gateway.owners.queue[Symbol.asyncDispose]()
    const answer = await gateway.call('GET', '/v1/conversations?tab=queue', { agent: ana })
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(answer.headers.get('retry-after')).toBe('1')
    expect((await login()).status).toBe(200)
    expect((await gateway.call('GET', '/v1/me', { agent: ana })).body).not.toHaveProperty('presence')
  })
})
