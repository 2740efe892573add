import { randomBytes } from 'node:crypto'
import type { DeviceTokenClaims, EndedSignIn, SignedIn } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import { type AgentDocument, credentialsVersionOf } from '../domain/agent.ts'
import { judgeRefresh } from '../domain/refresh.ts'
import { hashOf } from '../domain/secrets.ts'
import type { Agents } from '../store/agents.ts'
import { isOver, type SignIns } from '../store/sign-ins.ts'
import type { DeviceTokens } from './device-tokens.ts'
import { type CallContext, createEndSignIn, endedOf } from './end-sign-in.ts'
import { createIssueTokens, partsOf } from './issue-tokens.ts'
import type { MintAccessToken } from './mint-access-token.ts'
import { createRefreshSignIn, newSecret } from './refresh-sign-in.ts'
import { audited, signInEntry } from './sign-in-audit.ts'

type Outcome = Promise<Result<SignedIn, Rejection>>

/** What follows a sign-in: tokens, until it ends. */
export interface SignInSessions {
  /** Begins a sign-in of somebody who has proven who they are. */
  begin(agent: AgentDocument, device: DeviceTokenClaims | undefined, context: CallContext): Outcome
  refresh(refreshToken: string, deviceToken: string | undefined, correlationId: string): Outcome
  /** Ends the sign-in together with its access tokens; resolves with whose it was. */
  end(which: { refreshToken: string } | { signInId: string }, context: CallContext): Promise<{ agentId?: string }>
  /** Ended sign-ins whose access tokens have not expired yet. */
  ended(): Promise<EndedSignIn[]>
}

interface Dependencies {
  agents: Pick<Agents, 'byId'>
  signIns: SignIns
  devices: DeviceTokens
  mintAccessToken: MintAccessToken
  accessTokenSeconds: number
  refreshTokenSeconds: number
  clock: Clock
  logger: Logger
}

export function createSignInSessions(dependencies: Dependencies): SignInSessions {
  const { agents, signIns, devices, clock } = dependencies
  const refreshExpiry = () => new Date(clock.now().getTime() + dependencies.refreshTokenSeconds * 1000)
  const issueTokens = createIssueTokens(devices, dependencies.mintAccessToken, clock)
  const endSignIn = createEndSignIn(signIns, dependencies.accessTokenSeconds, clock)
  return {
    async begin(agent, device, context) {
      const signInId = randomBytes(16).toString('base64url')
      const [secret, startedAt, expiresAt] = [newSecret(), clock.now(), refreshExpiry()]
      const credentialsVersion = credentialsVersionOf(agent)
      await signIns.begin(
        { _id: signInId, agentId: agent._id, credentialsVersion, current: [hashOf(secret)], startedAt, expiresAt },
        [audited(signInEntry('signedIn', agent, { ...context, at: startedAt }), 1)]
      )
      return ok(await issueTokens(agent, { signInId, secret, expiresAt }, device))
    },
    refresh: createRefreshSignIn({ ...dependencies, issueTokens, endSignIn, refreshExpiry }),
    async end(which, context) {
      const { id, secret } =
        'signInId' in which ? { id: which.signInId, secret: undefined } : partsOf(which.refreshToken)
      const before = await signIns.load(id)
      if (!before || isOver(before, clock.now())) return {}
      // an old token ends the sign-in, too, but does not prove whose it was
      const isTheirs = secret === undefined || judgeRefresh(before, hashOf(secret), clock.now()) !== 'refuse'
      const action = isTheirs ? 'signedOut' : 'signInStolen'
      const ended = await endSignIn(id, await agents.byId(before.agentId), action, context)
      return ended && isTheirs ? { agentId: before.agentId } : {}
    },
    ended: async () => (await signIns.ended()).map(({ _id, agentId, expiresAt }) => endedOf(_id, agentId, expiresAt))
  }
}
