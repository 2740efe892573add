import { randomBytes } from 'node:crypto'
import type { SignedIn } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import { credentialsVersionOf } from '../domain/agent.ts'
import { judgeRefresh, rotated } from '../domain/refresh.ts'
import { hashOf } from '../domain/secrets.ts'
import type { Agents } from '../store/agents.ts'
import { isOver, type SignIns } from '../store/sign-ins.ts'
import type { DeviceTokens } from './device-tokens.ts'
import type { EndSignIn } from './end-sign-in.ts'
import { type IssueTokens, partsOf } from './issue-tokens.ts'

interface Dependencies {
  agents: Pick<Agents, 'byId'>
  signIns: SignIns
  devices: DeviceTokens
  issueTokens: IssueTokens
  endSignIn: EndSignIn
  refreshExpiry: () => Date
  clock: Clock
  logger: Logger
}

/** Exchanges a refresh token once. If a used one comes back late, it was copied, and the sign-in ends. */
export const createRefreshSignIn =
  ({ agents, signIns, devices, issueTokens, endSignIn, refreshExpiry, clock, logger }: Dependencies) =>
  async (
    refreshToken: string,
    deviceToken: string | undefined,
    correlationId: string
  ): Promise<Result<SignedIn, Rejection>> => {
    const over = reject('unauthenticated', 'The sign-in is over')
    const { id, secret } = partsOf(refreshToken)
    for (;;) {
      const before = await signIns.load(id)
      const now = clock.now()
      if (!before || isOver(before, now)) return over
      const judged = judgeRefresh(before, hashOf(secret), now)
      const agent = await agents.byId(before.agentId)
      if (judged === 'refuse') {
        logger.warn(
          { agentId: before.agentId, correlationId },
          'a refresh token was used twice or too late; ended its sign-in'
        )
        await endSignIn(id, agent, 'signInStolen', { correlationId })
        return over
      }
      if (!agent?.fields.active || credentialsVersionOf(agent) !== before.credentialsVersion) return over
      const next = newSecret()
      const expiresAt = refreshExpiry()
      if (!(await signIns.commit(before, { ...rotated(before, judged, hashOf(next), now), expiresAt }))) continue
      return ok(
        await issueTokens(agent, { signInId: id, secret: next, expiresAt }, await devices.read(deviceToken, now))
      )
    }
  }

export const newSecret = (): string => randomBytes(32).toString('base64url')
