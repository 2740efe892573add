import { hash } from 'node:crypto'
import {
  type AccessTokenClaims,
  accessTokenClaims,
  accessTokenRules,
  SERVICE_ACCOUNT_TOKEN_PREFIX
} from '@inbox/contracts'
import { type Authenticate, type User, verifyToken } from '@inbox/http'
import { Retryable } from '@inbox/kernel'
import type { Agents } from '../outbound/agents.ts'
import type { ServiceAccounts } from '../outbound/service-accounts.ts'
import { programOf } from './program.ts'

/** The caller that a valid token stands for. */
export interface Identity {
  id: string
  /** When the token expires, in seconds since 1970; a service account's token is valid until it is revoked. */
  exp?: number
  /**
   * The user as of now, including what we have heard of them since the token was issued. Null once they have been
   * deactivated, have signed out or have changed their password, or once the service account has been revoked.
   */
  user(): User | null
}

/** Identifies callers by their token. */
export interface Access {
  /** Null for an invalid token. */
  identify(token: string): Promise<Identity | null>
  /** The claims in the access token of a person's call. */
  claimsOf(authorization: string | undefined): Promise<AccessTokenClaims | null>
  authenticate: Authenticate
}

interface Dependencies {
  secrets: string
  agents: Pick<Agents, 'get' | 'isEnded' | 'ready'>
  serviceAccounts: Pick<ServiceAccounts, 'bySha256' | 'get'>
  /** Called when a service account has made a call or connected. */
  used: (serviceAccountId: string) => void
}

export function createAccess({ secrets, agents, serviceAccounts, used }: Dependencies): Access {
  const { algorithm, issuer, audience } = accessTokenRules

  const claimsIn = async (token: string) => {
    try {
      const { payload } = await verifyToken(token, secrets, { algorithms: [algorithm], issuer, audience })
      return accessTokenClaims.parse(payload)
    } catch {
      return null
    }
  }
  const personBy = (claims: AccessTokenClaims): User | null => {
    const { signInId, credentialsVersion = 0 } = claims
    const heard = agents.get(claims.sub)
    if (signInId !== undefined && agents.isEnded(signInId)) return null
    if (heard && credentialsVersion < (heard.credentialsVersion ?? 0)) return null
    const newer = heard && heard.version > claims.version ? heard : undefined
    if (newer && !newer.active) return null
    const { name, role, departmentIds } = newer ?? claims
    return { kind: 'user', id: claims.sub, name, role, departmentIds }
  }
  const programBy = (token: string): Identity | null => {
    const account = serviceAccounts.bySha256(hash('sha256', token))
    if (!account) return null
    const { id, botId = id } = account
    const user = () => programOf(serviceAccounts.get(id) ?? account, agents.get)
    if (user()) used(id)
    return { id: botId, user }
  }
  const identify = async (token: string): Promise<Identity | null> => {
    if (token.startsWith(SERVICE_ACCOUNT_TOKEN_PREFIX)) return programBy(token)
    const claims = await claimsIn(token)
    return claims && { id: claims.sub, exp: claims.exp, user: () => personBy(claims) }
  }
  return {
    identify,
    async claimsOf(authorization) {
      const token = tokenIn(authorization)
      return token === undefined ? null : claimsIn(token)
    },
    async authenticate(authorization) {
      const token = tokenIn(authorization)
      if (token === undefined) return null
      const isOfProgram = token.startsWith(SERVICE_ACCOUNT_TOKEN_PREFIX)
      const identity = await identify(token)
      // until then we know neither which sign-ins have ended nor which programs exist
      if ((identity || isOfProgram) && !agents.ready()) throw new Retryable('the directory has not been read yet')
      if (!identity) return null
      return identity.user()
    }
  }
}

const tokenIn = (authorization: string | undefined) => /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
