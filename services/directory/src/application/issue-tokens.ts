import type { DeviceTokenClaims, SignedIn } from '@inbox/contracts'
import type { Clock } from '@inbox/kernel'
import { type AgentDocument, agentOf } from '../domain/agent.ts'
import type { DeviceTokens } from './device-tokens.ts'
import type { MintAccessToken } from './mint-access-token.ts'

/** A refresh token about to be issued for a sign-in. */
export interface RefreshToken {
  signInId: string
  secret: string
  expiresAt: Date
}

export const createIssueTokens =
  (devices: DeviceTokens, mintAccessToken: MintAccessToken, clock: Clock) =>
  async (agent: AgentDocument, refresh: RefreshToken, device: DeviceTokenClaims | undefined): Promise<SignedIn> => {
    const now = clock.now()
    const mark = await devices.mark(device, agent._id, now)
    return {
      ...(await mintAccessToken(agent, refresh.signInId, now)),
      refreshToken: `${refresh.signInId}.${refresh.secret}`,
      refreshExpiresAt: refresh.expiresAt.toISOString(),
      deviceToken: mark.token,
      deviceExpiresAt: mark.expiresAt.toISOString(),
      agent: agentOf(agent)
    }
  }
export type IssueTokens = ReturnType<typeof createIssueTokens>

export function partsOf(refreshToken: string) {
  const [id = '', secret = ''] = refreshToken.split('.', 2)
  return { id, secret }
}
