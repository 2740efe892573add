import { randomBytes } from 'node:crypto'
import { type DeviceTokenClaims, type EndedSignIn, type SignedIn, signInEnded } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { newEnvelope } from '@inbox/messaging'
import type { Entry } from '@inbox/storage'
import type { Logger } from '@inbox/telemetry'
import { type AgentDocument, agentOf, credentialsVersionOf } from '../domain/agent.ts'
import { judgeRefresh, rotated } from '../domain/refresh.ts'
import { hashOf } from '../domain/secrets.ts'
import type { Agents } from '../store/agents.ts'
import type { SignInDocument, SignIns } from '../store/sign-ins.ts'
import type { DeviceTokens } from './device-tokens.ts'
import type { MintAccessToken } from './mint-access-token.ts'
import { audited, type Circumstances, signInEntry } from './sign-in-audit.ts'

type Outcome = Promise<Result<SignedIn, Rejection>>
type Told = Omit<Circumstances, 'at'>

/** What follows from a sign-in: tokens, until it ends. */
export interface SignInSessions {
  /** Of somebody who has proven who they are. */
  begin(agent: AgentDocument, device: DeviceTokenClaims | undefined, told: Told): Outcome
  /** A used token that comes back late was copied: then the sign-in ends. */
  refresh(refreshToken: string, deviceToken: string | undefined, correlationId: string): Outcome
  /** Ends the sign-in, and its access tokens with it; answers whose it was. */
  end(which: { refreshToken: string } | { signInId: string }, told: Told): Promise<{ agentId?: string }>
  /** Those ended whose access tokens would still be good. */
  ended(): Promise<EndedSignIn[]>
}

interface Dependencies {
  agents: Pick<Agents, 'get'>
  signIns: SignIns
  devices: DeviceTokens
  mintAccessToken: MintAccessToken
  accessTokenSeconds: number
  refreshTokenSeconds: number
  clock: Clock
  logger: Logger
}

export function createSignInSessions({
  agents,
  signIns,
  devices,
  mintAccessToken,
  accessTokenSeconds,
  refreshTokenSeconds,
  clock,
  logger
}: Dependencies): SignInSessions {
  const over = reject('unauthenticated', 'The sign-in is over')
  const refreshExpiry = () => new Date(clock.now().getTime() + refreshTokenSeconds * 1000)

  const answer = async (
    agent: AgentDocument,
    signInId: string,
    secret: string,
    expiresAt: Date,
    device?: DeviceTokenClaims
  ) => {
    const now = clock.now()
    const mark = await devices.mark(device, agent._id, now)
    return ok({
      ...(await mintAccessToken(agent, signInId, now)),
      refreshToken: `${signInId}.${secret}`,
      refreshExpiresAt: expiresAt.toISOString(),
      deviceToken: mark.token,
      deviceExpiresAt: mark.expiresAt.toISOString(),
      agent: agentOf(agent)
    })
  }

  /** Once, whoever calls at the same time; true if it was this call. */
  const endOnce = async (
    id: string,
    agent: AgentDocument | undefined,
    action: 'signedOut' | 'signInStolen',
    told: Told
  ) => {
    for (;;) {
      const before = await signIns.load(id)
      if (!before || before.endedAt) return false
      const at = clock.now()
      // until then an access token of it may be good
      const until = new Date(at.getTime() + accessTokenSeconds * 1000)
      const entries = [
        endedEntry(before, until, told.correlationId),
        ...(agent ? [audited(signInEntry(action, agent, { ...told, at }), before.version + 1)] : [])
      ]
      if (await signIns.commit(before, { endedAt: at, expiresAt: until }, entries)) return true
    }
  }
  const agentOfSignIn = async ({ agentId }: SignInDocument) => {
    const agent = await agents.get(agentId)
    return agent.ok ? agent.value : undefined
  }

  return {
    async begin(agent, device, told) {
      const id = randomBytes(16).toString('base64url')
      const secret = newSecret()
      const startedAt = clock.now()
      const expiresAt = refreshExpiry()
      const credentialsVersion = credentialsVersionOf(agent)
      await signIns.begin(
        { _id: id, agentId: agent._id, credentialsVersion, current: [hashOf(secret)], startedAt, expiresAt },
        [audited(signInEntry('signedIn', agent, { ...told, at: startedAt }), 1)]
      )
      return answer(agent, id, secret, expiresAt, device)
    },

    async refresh(refreshToken, deviceToken, correlationId) {
      const { id, secret } = partsOf(refreshToken)
      for (;;) {
        const before = await signIns.load(id)
        const now = clock.now()
        if (!before || isOver(before, now)) return over
        const judged = judgeRefresh(before, hashOf(secret), now)
        const agent = await agentOfSignIn(before)
        if (judged === 'refuse') {
          logger.warn(
            { agentId: before.agentId, correlationId },
            'a refresh token came twice or too late: sign-in ended'
          )
          await endOnce(id, agent, 'signInStolen', { correlationId })
          return over
        }
        if (!agent?.fields.active || credentialsVersionOf(agent) !== before.credentialsVersion) return over
        const next = newSecret()
        const expiresAt = refreshExpiry()
        if (!(await signIns.commit(before, { ...rotated(before, judged, hashOf(next), now), expiresAt }))) continue
        return answer(agent, id, next, expiresAt, await devices.read(deviceToken, now))
      }
    },

    async end(which, told) {
      const { id, secret } =
        'signInId' in which ? { id: which.signInId, secret: undefined } : partsOf(which.refreshToken)
      const before = await signIns.load(id)
      if (!before || isOver(before, clock.now())) return {}
      // an old token ends the sign-in too, and says nothing about whose it was
      const isTheirs = secret === undefined || judgeRefresh(before, hashOf(secret), clock.now()) !== 'refuse'
      const agent = await agentOfSignIn(before)
      const ended = await endOnce(id, agent, isTheirs ? 'signedOut' : 'signInStolen', told)
      return ended && isTheirs ? { agentId: before.agentId } : {}
    },

    ended: async () => (await signIns.ended()).map(({ _id, agentId, expiresAt }) => endedOf(_id, agentId, expiresAt))
  }
}

const isOver = ({ endedAt, expiresAt }: SignInDocument, now: Date) => endedAt !== undefined || now >= expiresAt

const endedOf = (signInId: string, agentId: string, until: Date): EndedSignIn => ({
  signInId,
  agentId,
  until: until.toISOString()
})

function endedEntry({ _id, agentId, version }: SignInDocument, until: Date, correlationId: string): Entry {
  const at = new Date()
  const about = { key: _id, version: version + 1, occurredAt: at, correlationId }
  const envelope = newEnvelope(signInEnded, { ...about, data: endedOf(_id, agentId, until) })
  return { id: envelope.id, type: envelope.type, at, envelope }
}

const newSecret = () => randomBytes(32).toString('base64url')

function partsOf(refreshToken: string) {
  const [id = '', secret = ''] = refreshToken.split('.', 2)
  return { id, secret }
}
