import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export const CLIENT = { id: 'service-inbox', secret: 'the secret of the client' }

/** What the provider says about its user; the tests make it lie. */
export interface Claims extends JWTPayload {
  email?: string
  email_verified?: boolean
}

/** An OpenID Connect provider where everybody is already signed in: discovery, keys, code with PKCE, user info. */
export async function startIdentityProvider() {
  const keys = await generateKeyPair('RS256')
  const foreign = await generateKeyPair('RS256')
  const grants = new Map<string, { nonce: string; challenge: string; redirectUri: string }>()
  const world = {
    claims: {} as Claims,
    /** The claims of the user info endpoint. */
    info: {} as Claims,
    /** Signs with a key that the provider does not publish. */
    forges: false,
    away: false
  }

  const server = createServer(async (request, response) => {
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const url = new URL(request.url!, issuer)
    if (world.away) return void request.socket.destroy()
    if (url.pathname === '/.well-known/openid-configuration')
      return json(200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        userinfo_endpoint: `${issuer}/me`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256']
      })
    if (url.pathname === '/keys')
      return json(200, { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] })
    if (url.pathname === '/me') return json(200, { sub: 'ana', ...world.info })
    if (url.pathname === '/authorize') {
      const asked = url.searchParams
      const code = randomUUID()
      const redirectUri = asked.get('redirect_uri')!
      grants.set(code, { nonce: asked.get('nonce')!, challenge: asked.get('code_challenge')!, redirectUri })
      const back = new URL(redirectUri)
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state')!)
      return void response.writeHead(302, { location: back.href }).end()
    }
    let text = ''
    for await (const chunk of request) text += chunk
    const sent = new URLSearchParams(text)
    const grant = grants.get(sent.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(sent.get('code_verifier') ?? '')
      .digest('base64url')
    const isClient = sent.get('client_id') === CLIENT.id && sent.get('client_secret') === CLIENT.secret
    if (!isClient) return json(401, { error: 'invalid_client' })
    if (!grant || grant.challenge !== challenge || grant.redirectUri !== sent.get('redirect_uri'))
      return json(400, { error: 'invalid_grant' })
    grants.delete(sent.get('code')!)
    const expiry = Math.floor(Date.now() / 1000) + 300
    const standard = { nonce: grant.nonce, sub: 'ana', aud: CLIENT.id, iss: issuer, exp: expiry }
    const idToken = await new SignJWT({ ...standard, ...world.claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuedAt()
      .sign(world.forges ? foreign.privateKey : keys.privateKey)
    return json(200, { access_token: 'opaque', token_type: 'Bearer', id_token: idToken })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    world,
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
}
