import type { SignedIn, SignInOrigin } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import { type AgentDocument, actorOf, emailKeyOf, replacePassword } from '../domain/agent.ts'
import { refuseWeakPassword } from '../domain/password-strength.ts'
import type { Agents } from '../store/agents.ts'
import type { DeviceTokens } from './device-tokens.ts'
import type { Passwords } from './passwords.ts'
import type { ReportRefusal } from './sign-in-audit.ts'
import { isKnownDevice, type SignInAttempt, type SignInRateLimiter } from './sign-in-rate-limiter.ts'
import type { SignInSessions } from './sign-in-sessions.ts'

/** `newPassword` replaces the password, as is required after a one-time password. */
export interface GivenPassword {
  email: string
  password: string
  newPassword?: string | undefined
  origin: SignInOrigin
}

interface Dependencies {
  agents: Pick<Agents, 'byEmail' | 'replace'>
  rateLimiter: SignInRateLimiter
  sessions: Pick<SignInSessions, 'begin'>
  devices: Pick<DeviceTokens, 'read'>
  passwords: Passwords
  reportRefusal: ReportRefusal
  clock: Clock
}

export type SignInByPassword = (given: GivenPassword, correlationId: string) => Promise<Result<SignedIn, Rejection>>

const wrong = reject('unauthenticated', 'Wrong e-mail address or password')

/** Passwords in, tokens out. */
export function createSignInByPassword({
  agents,
  rateLimiter,
  sessions,
  devices,
  passwords,
  reportRefusal,
  clock
}: Dependencies): SignInByPassword {
  const renew = createRenewPassword(agents, passwords, clock)
  const isOver = ({ oneTimeUntil }: AgentDocument) => oneTimeUntil !== undefined && clock.now() >= oneTimeUntil

  return async ({ email, password, newPassword, origin }, correlationId) => {
    const emailKey = emailKeyOf(email)
    const agent = await agents.byEmail(emailKey)
    const device = await devices.read(origin.deviceToken, clock.now())
    const attempt: SignInAttempt = { emailKey, agent, origin, device }
    const context = { correlationId, address: origin.address, at: clock.now() }
    const tell = (why: 'wrong' | 'rate-limited') =>
      reportRefusal({ ...context, email, agent, why, knownDevice: isKnownDevice(attempt) })

    const allowed = await rateLimiter.allow(attempt)
    if (!allowed.ok) {
      await tell('rate-limited')
      return allowed
    }
    const right = await passwords.isRight(password, agent?.passwordHash)
    if (!agent || !right || !agent.fields.active || isOver(agent)) {
      await tell('wrong')
      return wrong
    }
    await rateLimiter.forgive(attempt)
    if (newPassword === undefined) {
      if (agent.oneTimeUntil)
        return reject('password-change-required', 'Sign in and also choose a new password of your own')
      return sessions.begin(agent, device, context)
    }
    const renewed = await renew(agent, password, newPassword, correlationId)
    return renewed.ok ? sessions.begin(renewed.value, device, context) : renewed
  }
}

/** Replaces the password of an agent who has proven that they know it. */
const createRenewPassword =
  (agents: Pick<Agents, 'replace'>, passwords: Passwords, clock: Clock) =>
  async (agent: AgentDocument, old: string, chosen: string, correlationId: string) => {
    if (chosen === old) return reject('unprocessable', 'The new password is the same as the old one')
    const strong = await refuseWeakPassword(chosen, agent.fields)
    if (!strong.ok) return strong
    const password = { hash: await passwords.hash(chosen), at: clock.now() }
    // only the password that was proven, not another one set meanwhile
    return agents.replace(agent._id, { actor: actorOf(agent), correlationId }, current =>
      current.passwordHash === agent.passwordHash ? ok(replacePassword(current, password)) : wrong
    )
  }
