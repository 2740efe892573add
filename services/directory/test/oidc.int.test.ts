import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { ADDRESS, anAgent, startDirectory, type TestDirectory } from './builders.ts'
import { CLIENT, type Claims, startIdentityProvider } from './identity-provider.ts'

const REDIRECT = 'https://inbox.example/v1/auth/oidc/callback'
const EMAIL = 'ana@example.com'
const stack = new AsyncDisposableStack()
let provider: Awaited<ReturnType<typeof startIdentityProvider>>
let directory: TestDirectory
let agentId: string

beforeAll(async () => {
  provider = stack.use(await startIdentityProvider())
  directory = await startDirectory(import.meta.url, {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_REDIRECT_URL: REDIRECT
  })
  stack.defer(() => directory.stop())
  agentId = (await directory.admin('POST', '/v1/agents', anAgent({ email: EMAIL }))).body.id
})
afterAll(() => stack.disposeAsync())
beforeEach(() => {
  Object.assign(provider.world, {
    claims: { email: EMAIL, email_verified: true },
    info: {},
    forges: false,
    away: false
  })
})

const begin = async () => (await directory.call('POST', '/v1/sign-in/oidc', { body: {} })).body as Begun
const finish = (flow: string, query: string) =>
  directory.call('POST', '/v1/sign-in/oidc/finish', { body: { flow, query, origin: { address: ADDRESS } } })
interface Begun {
  url: string
  flow: string
}
/** Does what the browser does: goes there and comes back with this query. */
const visit = async (url: string) => {
  const { headers } = await fetch(url, { redirect: 'manual' })
  const back = new URL(headers.get('location')!)
  expect(back.href.startsWith(REDIRECT)).toBe(true)
  return back.searchParams
}
const signIn = async (claims: Claims = {}) => {
  Object.assign(provider.world.claims, claims)
  const { url, flow } = await begin()
  return finish(flow, (await visit(url)).toString())
}

describe('sign-in at the identity provider', () => {
  test('is offered under the provider’s name', async () => {
    expect((await directory.call('GET', '/v1/sign-in/methods')).body).toEqual({
      password: true,
      oidc: { name: 'Example ID' }
    })
  })

  test('requests a code with PKCE, state and nonce, and only the email address', async () => {
    const asked = new URL((await begin()).url).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: REDIRECT,
      scope: 'openid email',
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/)
    })
  })

  test('returns the tokens of the active agent with the verified email address, whatever its case', async () => {
    const { status, body } = await signIn({ email: EMAIL.toUpperCase() })
    expect(status).toBe(200)
    expect(body).toMatchObject({ agent: { id: agentId }, accessToken: expect.any(String) })
    expect((await directory.refresh(body.refreshToken)).status).toBe(200)
  })

  test('takes the email address from the user info if the token has none', async () => {
    provider.world.claims = {}
    provider.world.info = { email: EMAIL, email_verified: true }
    expect((await signIn()).status).toBe(200)
    provider.world.info = { email: EMAIL }
    expect((await signIn()).status).toBe(401)
  })

  test.each<[string, Claims]>([
    ['an address that is not verified', { email_verified: false }],
    ['another audience', { aud: 'somebody-else' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another nonce', { nonce: 'of another sign-in' }],
    ['an expired token', { exp: 1 }]
  ])('rejects a token with %s', async (_, claims) => {
    expect(await signIn(claims)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  test('rejects a token signed with a key other than the published ones', async () => {
    provider.world.forges = true
    expect((await signIn()).status).toBe(401)
  })

  test('admits nobody who does not work here, or no longer does', async () => {
    expect(await signIn({ email: 'stranger@example.com' })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    await directory.admin('POST', '/v1/agents', anAgent({ email: 'gone@example.com', active: false }))
    expect((await signIn({ email: 'gone@example.com' })).status).toBe(403)
  })

  test('returns once, to the browser that began it, with its state, and in time', async () => {
    const { url, flow } = await begin()
    const back = (await visit(url)).toString()
    expect((await finish((await begin()).flow, back)).status).toBe(401)
    expect((await finish(flow, back)).status).toBe(200)
    expect((await finish(flow, back)).status).toBe(401)

    const late = await begin()
    const query = (await visit(late.url)).toString()
    directory.clock.advance(600_001)
    expect((await finish(late.flow, query)).status).toBe(401)
  })

  test('ends when the provider refuses', async () => {
    const { url, flow } = await begin()
    const state = (await visit(url)).get('state')
    expect((await finish(flow, `error=access_denied&state=${state}`)).status).toBe(401)
  })

  test('is unavailable while the provider is down, and works again afterwards', async () => {
    const { url, flow } = await begin()
    const query = (await visit(url)).toString()
    provider.world.away = true
    expect((await finish(flow, query)).status).toBe(503)
    provider.world.away = false
    expect((await signIn()).status).toBe(200)
  })
})
