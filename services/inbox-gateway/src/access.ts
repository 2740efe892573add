import { type AccessTokenClaims, accessTokenClaims, accessTokenRules } from '@inbox/contracts'
import type { Authenticate, User } from '@inbox/http'
import { jwtVerify } from 'jose'
import type { Roster } from './roster.ts'

/** Who somebody is by their access token. */
export interface Access {
  /** What a good token says; null for any other. */
  verify(token: string): Promise<AccessTokenClaims | null>
  /** The user as they are by now: what was heard of them since the token was made counts. Null once deactivated. */
  userBy(claims: AccessTokenClaims): User | null
  authenticate: Authenticate
}

export function accessBy(secret: string, roster: Pick<Roster, 'agent'>): Access {
  const key = new TextEncoder().encode(secret)
  const { algorithm, issuer, audience } = accessTokenRules

  const verify = async (token: string) => {
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: [algorithm], issuer, audience })
      return accessTokenClaims.parse(payload)
    } catch {
      return null
    }
  }
  const userBy = (claims: AccessTokenClaims): User | null => {
    const heard = roster.agent(claims.sub)
    const newer = heard && heard.version > claims.version ? heard : undefined
    if (newer && !newer.active) return null
    const { name, role, departmentIds } = newer ?? claims
    return { kind: 'user', id: claims.sub, name, role, departmentIds }
  }
  return {
    verify,
    userBy,
    async authenticate(authorization) {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
      const claims = token ? await verify(token) : null
      return claims && userBy(claims)
    }
  }
}
