import { type AccessTokenClaims, accessTokenClaims, accessTokenRules } from '@inbox/contracts'
import { type Authenticate, type User, verifyToken } from '@inbox/http'
import { Retryable } from '@inbox/kernel'
import type { Agents } from '../outbound/agents.ts'

/** Who somebody is by their access token. */
export interface Access {
  /** What a good token says; null for any other. */
  verify(token: string): Promise<AccessTokenClaims | null>
  /**
   * The user as they are by now: what was heard of them since the token was made counts. Null once they are deactivated, or
   * signed out, or have another password.
   */
  userBy(claims: AccessTokenClaims): User | null
  /** What the token of a call says. */
  claimsOf(authorization: string | undefined): Promise<AccessTokenClaims | null>
  authenticate: Authenticate
}

export function createAccess(secrets: string, agents: Pick<Agents, 'get' | 'isEnded' | 'ready'>): Access {
  const { algorithm, issuer, audience } = accessTokenRules

  const verify = async (token: string) => {
    try {
      const { payload } = await verifyToken(token, secrets, { algorithms: [algorithm], issuer, audience })
      return accessTokenClaims.parse(payload)
    } catch {
      return null
    }
  }
  const userBy = (claims: AccessTokenClaims): User | null => {
    const { signInId, credentialsVersion = 0 } = claims
    const heard = agents.get(claims.sub)
    if (signInId !== undefined && agents.isEnded(signInId)) return null
    if (heard && credentialsVersion < (heard.credentialsVersion ?? 0)) return null
    const newer = heard && heard.version > claims.version ? heard : undefined
    if (newer && !newer.active) return null
    const { name, role, departmentIds } = newer ?? claims
    return { kind: 'user', id: claims.sub, name, role, departmentIds }
  }
  const claimsOf = async (authorization: string | undefined) => {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
    return token ? verify(token) : null
  }
  return {
    verify,
    claimsOf,
    userBy,
    async authenticate(authorization) {
      const claims = await claimsOf(authorization)
      // before that, what has ended is not known
      if (claims && !agents.ready()) throw new Retryable('the directory has not been read yet')
      return claims && userBy(claims)
    }
  }
}
