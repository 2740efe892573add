import type { DeviceTokenClaims, SignInOrigin } from '@inbox/contracts'
import { type Clock, ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { AgentDocument } from '../domain/agent.ts'
import { hashOf } from '../domain/secrets.ts'
import { forOne, forStrangers, type RateLimit, tryAgain } from '../domain/sign-in-rate-limit.ts'
import type { AttemptsStore } from '../store/attempts.ts'

/** Tries that are counted together. */
interface Counted {
  id: string
  limit: RateLimit
}

export interface SignInAttempt {
  emailKey: string
  /** The agent whose account it is, if there is one. */
  agent: AgentDocument | null
  origin: SignInOrigin
  device: DeviceTokenClaims | undefined
}

export const isKnownDevice = ({ agent, device }: Pick<SignInAttempt, 'agent' | 'device'>): boolean =>
  agent !== null && (device?.agentIds.includes(agent._id) ?? false)

/**
 * What a try counts against: the agent's current sign-in, or a device on which they have signed in before; for
 * strangers, their address and all strangers together, both for this account. Nobody guesses a one-time password made
 * by an administrator, so it does not count against the latter: it is the way in while strangers are kept out.
 */
function countedFor({ emailKey, agent, origin, device }: SignInAttempt): Counted[] {
  const counted = (kind: string, who: string, limit = forOne) => ({
    id: hashOf([kind, who, emailKey].join()),
    limit
  })
  if (origin.signInId !== undefined) return [counted('signIn', origin.signInId)]
  if (device && isKnownDevice({ agent, device })) return [counted('device', device.jti)]
  const address = counted('address', origin.address)
  return agent?.oneTimeUntil ? [address] : [address, counted('strangers', '', forStrangers)]
}

/** Slows down whoever guesses: strangers never keep out an agent on a device of their own. */
export function createSignInRateLimiter(attempts: AttemptsStore, clock: Clock) {
  const decide = async ({ id, limit }: Counted) => {
    const before = await attempts.load(id)
    return { before, decision: tryAgain(before ?? undefined, limit, clock.now()) }
  }
  const refuse = (retryAfterSeconds: number): Result<void, Rejection> =>
    reject('too-many-requests', `Too many wrong passwords; try again in ${retryAfterSeconds} s`, { retryAfterSeconds })

  const count = async (each: Counted): Promise<Result<void, Rejection>> => {
    for (;;) {
      const { before, decision } = await decide(each)
      if (!decision.allowed) return refuse(decision.retryAfterSeconds)
      if (await attempts.count(each.id, before, decision.after)) return ok(undefined)
    }
  }
  return {
    /** Counts a try, or refuses it if it comes too soon. */
    async allow(attempt: SignInAttempt): Promise<Result<void, Rejection>> {
      const all = countedFor(attempt)
      // a refused try must not count, so check all of them first
      const decisions = await Promise.all(all.map(decide))
      const waits = decisions.map(({ decision }) => (decision.allowed ? 0 : decision.retryAfterSeconds))
      if (waits.some(wait => wait > 0)) return refuse(Math.max(...waits))
      for (const each of all) {
        const counted = await count(each)
        if (!counted.ok) return counted
      }
      return ok(undefined)
    },
    /** Takes back the count: the password was right, so it was no guess. */
    async forgive(attempt: SignInAttempt): Promise<void> {
      const [own, strangers] = countedFor(attempt)
      await Promise.all([attempts.forget(own!.id), strangers && attempts.takeBackOne(strangers.id)])
    }
  }
}
export type SignInRateLimiter = ReturnType<typeof createSignInRateLimiter>
