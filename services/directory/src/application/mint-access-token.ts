import { accessTokenRules } from '@inbox/contracts'
import { signingKeyOf } from '@inbox/http'
import { SignJWT } from 'jose'
import { type AgentDocument, credentialsVersionOf } from '../domain/agent.ts'

/** Mints access tokens (JWT) that say who an agent is and what they may do. */
export function createMintAccessToken(secrets: string, lifetimeSeconds: number) {
  const key = signingKeyOf(secrets)
  const { algorithm, issuer, audience } = accessTokenRules
  return async (agent: AgentDocument, signInId: string, now: Date) => {
    const { _id: id, version, fields } = agent
    const { name, role, departmentIds } = fields
    const credentialsVersion = credentialsVersionOf(agent)
    const issuedAt = Math.floor(now.getTime() / 1000)
    const accessToken = await new SignJWT({ name, role, departmentIds, version, credentialsVersion, signInId })
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
export type MintAccessToken = ReturnType<typeof createMintAccessToken>
