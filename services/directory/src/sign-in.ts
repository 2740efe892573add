import type { SignedIn, SignInOrigin } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { DeviceTokens } from './device-tokens.ts'
import { type AgentDocument, emailKeyOf, replacePassword } from './domain/agent.ts'
import { type GuessBrake, type Guesser, isKnownDevice } from './guess-brake.ts'
import { refuseWeakPassword } from './password-strength.ts'
import { hashPassword, isPassword } from './passwords.ts'
import type { Sessions } from './sessions.ts'
import type { TellRefused } from './sign-in-log.ts'
import type { Register } from './store/register.ts'

/** With `newPassword` it replaces the password, as whoever got a one-time password has to. */
export interface GivenPassword {
  email: string
  password: string
  newPassword?: string | undefined
  origin: SignInOrigin
}

interface Dependencies {
  agents: Pick<Register<AgentDocument>, 'findOne' | 'replace'>
  brake: GuessBrake
  sessions: Pick<Sessions, 'begin'>
  devices: Pick<DeviceTokens, 'read'>
  tellRefused: TellRefused
  clock: Clock
}

export type SignInByPassword = (given: GivenPassword, correlationId: string) => Promise<Result<SignedIn, Rejection>>

/** Passwords in, tokens out. */
export function signInByPassword({
  agents,
  brake,
  sessions,
  devices,
  tellRefused,
  clock
}: Dependencies): SignInByPassword {
  const wrong = reject('unauthenticated', 'E-mail or password is wrong')

  const renew = async (agent: AgentDocument, old: string, chosen: string, correlationId: string) => {
    if (chosen === old) return reject('unprocessable', 'The new password is the old one')
    const strong = refuseWeakPassword(chosen, agent.fields)
    if (!strong.ok) return strong
    const { name, role, departmentIds } = agent.fields
    const caller = { kind: 'user' as const, id: agent._id, name, role, departmentIds }
    const password = { hash: await hashPassword(chosen), at: clock.now() }
    // the one that was proven to be known, and no other that came meanwhile
    return agents.replace(agent._id, { caller, correlationId }, current =>
      current.passwordHash === agent.passwordHash ? ok(replacePassword(current, password)) : wrong
    )
  }
  const isOver = ({ oneTimeUntil }: AgentDocument) => oneTimeUntil !== undefined && clock.now() >= oneTimeUntil

  return async ({ email, password, newPassword, origin }, correlationId) => {
    const emailKey = emailKeyOf(email)
    const agent = await agents.findOne({ emailKey })
    const device = await devices.read(origin.deviceToken, clock.now())
    const guesser: Guesser = { emailKey, agent, origin, device }
    const circumstances = { correlationId, address: origin.address, at: clock.now() }
    const tell = (why: 'wrong' | 'braked') =>
      tellRefused({ ...circumstances, email, agent, why, knownDevice: isKnownDevice(guesser) })

    const allowed = await brake.allow(guesser)
    if (!allowed.ok) {
      await tell('braked')
      return allowed
    }
    const right = await isPassword(password, agent?.passwordHash)
    if (!agent || !right || !agent.fields.active || isOver(agent)) {
      await tell('wrong')
      return wrong
    }
    await brake.forgive(guesser)
    if (newPassword === undefined) {
      if (agent.oneTimeUntil)
        return reject('password-change-required', 'Sign in with a new password of your own besides')
      return sessions.begin(agent, device, circumstances)
    }
    const renewed = await renew(agent, password, newPassword, correlationId)
    return renewed.ok ? sessions.begin(renewed.value, device, circumstances) : renewed
  }
}
