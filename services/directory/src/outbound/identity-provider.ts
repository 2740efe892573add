import { Retryable } from '@inbox/kernel'
import * as oidc from 'openid-client'

export interface OidcConfig {
  issuer: string
  clientId: string
  clientSecret: string
  redirectUrl: string
  name: string
  /** Whether the provider may be reached without TLS. */
  insecure: boolean
}

/** What is checked when a browser returns from the provider. */
export interface Expected {
  state: string
  nonce: string
  codeVerifier: string
}

/** The provider that knows who people are (OpenID Connect: authorization code with PKCE). */
export interface IdentityProvider {
  name: string
  authorizationUrl(expected: Expected): Promise<string>
  /** The e-mail address that the provider has verified; null if it vouches for none or its response is not valid. */
  verifiedEmail(query: string, expected: Expected): Promise<string | null>
}

export function createIdentityProvider(config: OidcConfig, onRefused: (error: unknown) => void): IdentityProvider {
  const { redirectUrl, name } = config
  const discover = discoverOnce(config)
  return {
    name,
    async authorizationUrl({ state, nonce, codeVerifier }) {
      return oidc.buildAuthorizationUrl(await discover(), {
        redirect_uri: redirectUrl,
        scope: 'openid email',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256'
      }).href
    },
    async verifiedEmail(query, { state, nonce, codeVerifier }) {
      const provider = await discover()
      try {
        const tokens = await oidc.authorizationCodeGrant(provider, new URL(`${redirectUrl}?${query}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true
        })
        const { sub, email, email_verified } = tokens.claims()!
        if (email !== undefined) return email_verified === true ? String(email) : null
        const told = await oidc.fetchUserInfo(provider, tokens.access_token, sub)
        return told.email_verified === true && told.email !== undefined ? told.email : null
      } catch (error) {
        if (!isAnswer(error)) throw new Retryable(`identity provider: ${(error as Error).message}`, { cause: error })
        onRefused(error)
        return null
      }
    }
  }
}

/** Discovered once, when first needed: the provider may be down when this service starts. */
function discoverOnce({ issuer, clientId, clientSecret, insecure }: OidcConfig): () => Promise<oidc.Configuration> {
  let discovered: Promise<oidc.Configuration> | undefined
  return () => {
    discovered ??= oidc
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        execute: [oidc.enableNonRepudiationChecks, ...(insecure ? [oidc.allowInsecureRequests] : [])],
        timeout: 5
      })
      .catch(error => {
        discovered = undefined
        throw new Retryable(`identity provider: ${error.message}`, { cause: error })
      })
    return discovered
  }
}

const SILENCES = ['OAUTH_TIMEOUT', 'OAUTH_ABORT']

/** Whether the provider responded, but not as it must: retrying with the same response would not help. */
const isAnswer = (error: unknown): boolean =>
  (error instanceof oidc.ClientError && error.code !== undefined && !SILENCES.includes(error.code)) ||
  error instanceof oidc.AuthorizationResponseError ||
  error instanceof oidc.ResponseBodyError ||
  error instanceof oidc.WWWAuthenticateChallengeError
