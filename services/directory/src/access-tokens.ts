import { type Agent, accessTokenRules } from '@inbox/contracts'
import { SignJWT } from 'jose'

/** Mints access tokens (JWT) that say who an agent is and what they may. */
export function accessTokens(secret: string, lifetimeSeconds: number) {
  const key = new TextEncoder().encode(secret)
  const { algorithm, issuer, audience } = accessTokenRules
  return async ({ id, name, role, departmentIds, version }: Agent, now: Date) => {
    const issuedAt = Math.floor(now.getTime() / 1000)
    const accessToken = await new SignJWT({ name, role, departmentIds, version })
      .setProtectedHeader({ alg: algorithm })
      .setSubject(id)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(key)
    return { accessToken, expiresAt: new Date((issuedAt + lifetimeSeconds) * 1000).toISOString() }
  }
}
