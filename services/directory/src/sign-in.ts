import { randomBytes } from 'node:crypto'
import type { Agent, SignedIn } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { Logger } from '@inbox/telemetry'
import { accessTokens } from './access-tokens.ts'
import type { Config } from './config.ts'
import { type AgentDocument, agentOf, emailKeyOf, replacePassword } from './domain/agent.ts'
import { judgeRefresh } from './domain/refresh.ts'
import { tryAgain } from './domain/sign-in-brake.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { hashOf } from './secrets.ts'
import type { Register } from './store/register.ts'
import type { SignIns } from './store/sign-ins.ts'

type Outcome = Promise<Result<SignedIn, Rejection>>

/** Passwords in, tokens out. */
export interface Signing {
  /** With `newPassword` it replaces the password, as whoever got a one-time password has to. */
  signIn(given: Given, correlationId: string): Outcome
  /** Begins a sign-in of somebody who has proven who they are. */
  signInAs(agent: AgentDocument): Outcome
  /** A used token that comes back late, or after the next one was used, was copied: then the whole family ends. */
  refresh(refreshToken: string): Outcome
  signOut(refreshToken: string): Promise<{ agentId?: string }>
}

interface Given {
  email: string
  password: string
  newPassword?: string | undefined
}

interface Dependencies {
  agents: Pick<Register<AgentDocument>, 'get' | 'findOne' | 'replace'>
  signIns: SignIns
  config: Config
  clock: Clock
  logger: Logger
}

export function signing({ agents, signIns, config, clock, logger }: Dependencies): Signing {
  const mint = accessTokens(config.ACCESS_TOKEN_SECRET, config.ACCESS_TOKEN_SECONDS)
  const refreshExpiry = () => new Date(clock.now().getTime() + config.REFRESH_TOKEN_SECONDS * 1000)

  const answer = async (agent: Agent, refreshToken: string, refreshExpiresAt: Date) =>
    ok({
      ...(await mint(agent, clock.now())),
      refreshToken,
      refreshExpiresAt: refreshExpiresAt.toISOString(),
      agent
    })

  const allowTry = async (id: string): Promise<Result<void, Rejection>> => {
    for (;;) {
      const before = await signIns.loadAttempts(id)
      const decision = tryAgain(before ?? undefined, clock.now())
      if (!decision.allowed) {
        const { retryAfterSeconds } = decision
        return reject('too-many-requests', `Too many wrong passwords; wait ${retryAfterSeconds} s`, {
          retryAfterSeconds
        })
      }
      if (await signIns.countAttempt(id, before, decision.after)) return ok(undefined)
    }
  }

  const signInAs = async (agent: AgentDocument): Outcome => {
    const family = randomBytes(16).toString('base64url')
    const secret = newSecret()
    const expiresAt = refreshExpiry()
    const startedAt = clock.now()
    await signIns.begin({ _id: family, agentId: agent._id, current: hashOf(secret), startedAt, expiresAt })
    return answer(agentOf(agent), `${family}.${secret}`, expiresAt)
  }

  const renew = async (agent: AgentDocument, old: string, chosen: string, correlationId: string): Outcome => {
    if (chosen === old) return reject('unprocessable', 'The new password is the old one')
    const { name, role, departmentIds } = agent.fields
    const caller = { kind: 'user' as const, id: agent._id, name, role, departmentIds }
    const password = { hash: await hashPassword(chosen), at: clock.now() }
    // the one that was proven to be known, and no other that came meanwhile
    const replaced = await agents.replace(agent._id, { caller, correlationId }, current =>
      current.passwordHash === agent.passwordHash
        ? ok(replacePassword(current, password))
        : reject('unauthenticated', 'E-mail or password is wrong')
    )
    return replaced.ok ? signInAs(replaced.value) : replaced
  }

  return {
    async signIn({ email, password, newPassword }, correlationId) {
      const emailKey = emailKeyOf(email)
      const attemptsId = hashOf(emailKey)
      const allowed = await allowTry(attemptsId)
      if (!allowed.ok) return allowed
      const agent = await agents.findOne({ emailKey })
      const right = await isPassword(password, agent?.passwordHash)
      if (!agent || !right || !agent.fields.active) return reject('unauthenticated', 'E-mail or password is wrong')
      const { oneTimeUntil } = agent
      if (oneTimeUntil && clock.now() >= oneTimeUntil) return reject('unauthenticated', 'E-mail or password is wrong')
      await signIns.forgetAttempts(attemptsId)
      if (newPassword !== undefined) return renew(agent, password, newPassword, correlationId)
      if (oneTimeUntil) return reject('password-change-required', 'Sign in with a new password of your own besides')
      return signInAs(agent)
    },
    signInAs,

    async refresh(refreshToken) {
      const over = reject('unauthenticated', 'The sign-in is over')
      const { family, secret } = partsOf(refreshToken)
      for (;;) {
        const before = await signIns.load(family)
        if (!before) return over
        const now = clock.now()
        const used = hashOf(secret)
        const judged = judgeRefresh(before, used, now)
        if (judged === 'refuse') {
          await signIns.end(family)
          logger.warn({ agentId: before.agentId }, 'a refresh token came twice or too late: sign-in ended')
          return over
        }
        const agent = await agents.get(before.agentId)
        if (!agent.ok || !outlives(agent.value, before.startedAt)) {
          await signIns.end(family)
          return over
        }
        const next = newSecret()
        const expiresAt = refreshExpiry()
        // after a lost answer its token is replaced, and the time to ask once more goes on from the first exchange
        const rotatedAt = judged === 'exchange' ? now : before.rotatedAt!
        if (!(await signIns.rotate(before, { current: hashOf(next), previous: used, rotatedAt, expiresAt }))) continue
        return answer(agentOf(agent.value), `${family}.${next}`, expiresAt)
      }
    },

    async signOut(refreshToken) {
      const { family, secret } = partsOf(refreshToken)
      const ended = await signIns.end(family)
      return ended?.current === hashOf(secret) ? { agentId: ended.agentId } : {}
    }
  }
}

/** Whether a sign-in begun at `startedAt` still holds for the agent as they are now. */
const outlives = ({ fields, passwordSetAt }: AgentDocument, startedAt: Date) =>
  fields.active && !(passwordSetAt && passwordSetAt > startedAt)

const newSecret = () => randomBytes(32).toString('base64url')

function partsOf(refreshToken: string) {
  const [family = '', secret = ''] = refreshToken.split('.', 2)
  return { family, secret }
}
